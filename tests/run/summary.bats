#!/usr/bin/env bats

# How a run went, told at its end. docs/summary.schema.json says what the JSON is.

load ../common

schema=$BATS_TEST_DIRNAME/../../docs/summary.schema.json

# is_valid FILE: by the schema.
is_valid() {
  python3 - "$schema" "$1" <<'END'
import json, sys
try:
    import jsonschema
except ImportError:  # python3 may be another than Debian's
    sys.path.append("/usr/lib/python3/dist-packages")
    import jsonschema
schema, summary = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(summary, schema)
END
}

# field FILE EXPRESSION: of the summary `s`, in Python.
field() {
  python3 -c 'import json, sys; s = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"
}

@test "--summary-file is valid by the schema, and its figures are right" {
  muster run -n --summary-file s.json 'seq {}' ::: 1000 2000 3000 >out
  is_valid s.json
  equal "$(field s.json 's["exit_status"], s["signal"], s["reason"], s["causes"]')" \
    "(0, None, 'all_is_done', [])"
  equal "$(field s.json 's["workers"]["succeeded"], s["workers"]["failed"]')" '(3, 0)'
  equal "$(field s.json 's["records_in"], s["records_out"]')" '(6000, 6000)'
  equal "$(field s.json 's["bytes_in"], s["bytes_out"]')" "($(wc -c <out), $(wc -c <out))"
  equal "$(field s.json 'sorted((w["worker"], w["records"], w["title"]) for w in s["slowest"])')" \
    "[(1, 1000, 'seq 1000'), (2, 2000, 'seq 2000'), (3, 3000, 'seq 3000')]"
}

@test "the phases make up the whole, and a worker has used what it has used" {
  muster run --summary-file s.json ::: 'i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done' 'sleep 0.2; true'
  equal "$(field s.json 'abs(sum(s["phases"].values()) - s["wall_seconds"]) < 0.001')" True
  equal "$(field s.json 's["phases"]["gathering_seconds"] >= 0.2')" True
  equal "$(field s.json 's["usage"]["workers"]["user_seconds"] > 0')" True
  equal "$(field s.json 's["slowest"][0]["seconds"] >= s["slowest"][1]["seconds"]')" True
}

@test "-u: what is printed counts, not what came" {
  muster run -u --summary-file s.json 'seq {}' ::: 10 20 30 >out
  equal "$(field s.json 's["records_in"], s["records_out"]')" "(60, $(wc -l <out))"
}

@test "what was spilled is told" {
  seq 300000 >numbers
  muster run -n -S 1M --summary --summary-file s.json 'cat {}' ::: numbers numbers >/dev/null 2>err
  is_valid s.json
  equal "$(field s.json 's["work"]["spilling"]["count"] > 1, s["work"]["spilling"]["bytes"] > 100000')" '(True, True)'
  grep -q '^spilled  .* to disk in [0-9]* parts' err
}

@test "a run that fails has its causes first, and its summary all the same" {
  play "$MUSTER" run --summary --summary-file s.json 'exit {}' ::: 0 3
  [ "$status" -eq 1 ]
  is_valid s.json
  equal "$(field s.json 's["exit_status"], s["reason"], s["records_out"]')" "(1, 'jobs_failed', None)"
  equal "$(field s.json '[(c["worker"], "exited with status 3" in c["text"]) for c in s["causes"]]')" '[(2, True)]'
  grep -A1 '^run        failed after .* with exit status 1: workers failed' err | grep -q '^           P2 (pid .*exit 3'
}

@test "tries that failed count, and a program that is missing is a cause" {
  muster run --retries 3 --summary-file s.json 'echo >>tries; [ "$(wc -l <tries)" -eq 3 ]'
  is_valid s.json
  equal "$(field s.json 's["workers"]["retries"], s["workers"]["succeeded"], s["workers"]["failed"]')" '(2, 1, 0)'
  equal "$(field s.json 'sorted((w["try"], w["outcome"]) for w in s["slowest"])')" \
    "[(1, 'retried'), (2, 'retried'), (3, 'succeeded')]"
  play "$MUSTER" run --summary-file s.json /nonexistent x
  [ "$status" -eq 127 ]
  is_valid s.json
  equal "$(field s.json 's["exit_status"], s["workers"]["failed"], s["slowest"]')" '(127, 1, [])'
}

@test "an interrupted run has a summary" {
  play bash -c 'timeout --foreground -s INT 1 "$0" run --summary --summary-file s.json sleep ::: 30 31' "$MUSTER"
  is_valid s.json
  equal "$(field s.json 's["exit_status"], s["signal"], s["reason"], s["workers"]["ended_with_run"]')" \
    "(None, 2, 'interrupted', 2)"
  grep -q '^run        ended by signal SIGINT after 1\.' err
}

@test "--summary=json is the last line, of a demo too" {
  muster demo --summary=json >/dev/null 2>err
  tail -n 1 err >s.json
  is_valid s.json
  equal "$(field s.json 's["workers"]["succeeded"], s["records_out"]')" '(4, 4)'
}

@test "hostile commands leave valid JSON and lines of 79 columns" {
  muster run --partial --summary --summary-file s.json ::: $'echo "\\"</script>"; : \x1b[31m\xff' 'false "$(yes | head -c 3000)"' >/dev/null 2>err || true
  is_valid s.json
  [ "$(sed -n '/^run  /,$p' err | wc -L)" -le 79 ]
}

@test "a file that cannot be written is an error before anything is run" {
  play "$MUSTER" run --summary-file /nonexistent/s touch ::: started
  [ "$status" -eq 125 ]
  grep -q "cannot write the summary '/nonexistent/s': No such file" err || cat err
  [ ! -e started ]
}
