#!/usr/bin/env bats

# What happened when, as a trace in Chrome's format. tools/trace.py reads it as viewers do.

load ../common

# check_trace [--cut] FILE [SUMMARY]: prints the names of all that is in it, a line each.
check_trace() {
  python3 "$BATS_TEST_DIRNAME/../tools/trace.py" "$@"
}

@test "spans nest, times go forward, and the sums are those of the summary" {
  muster run --partial --retries 2 -j4 --trace t.json --summary-file s.json \
    'sleep 0.0$(({#} % 5)); seq {}; [ $(({#} % 13)) != 0 ]' ::: $(seq 100) >/dev/null 2>&1 || true
  check_trace t.json s.json >names
  for name in starting gathering releasing ending sorting writing 'P26 failed, and is tried again' 'P26 failed' \
    'running workers' 'bytes a second' 'records a second' 'slabs in use' 'memory in bytes'; do
    grep -Fx "$name" names
  done
  grep -q '^P26 (try 2): sleep' names
}

@test "the Scheduler's work is in it, and who waits for it" {
  seq 400000 >numbers
  muster run -n -S 1M --trace t.json --summary-file s.json 'cat {} {}' ::: numbers numbers >/dev/null
  check_trace t.json s.json >names
  grep -Fx spilling names
  grep -Fx 'no free slab' names
  grep -Fx 'unread: no free slab' names
  [ "$(python3 -c 'import json; print(json.load(open("s.json"))["work"]["spilling"]["count"])')" -gt 2 ]
}

@test "workers that are ahead of a merge are paused" {
  muster run -m -n -S 1M --trace t.json --summary-file s.json ::: 'seq 300000' 'sleep 0.5; seq 10' >/dev/null
  check_trace t.json s.json | grep -Fx 'paused: far ahead of the order'
}

@test "a run that fails or is interrupted leaves a whole trace" {
  muster run --trace t.json --summary-file s.json ::: 'sleep 9' 'sleep 0.1; false' >/dev/null 2>&1 || true
  check_trace t.json s.json | grep -Fx 'P2 failed'
  play bash -c 'timeout --foreground -s INT 1 "$0" run --trace t.json --summary-file s.json sleep ::: 30 31' "$MUSTER"
  check_trace t.json s.json | grep -x 'P1: sleep 30'
  muster run --trace t.json --summary-file s.json /nonexistent x 2>/dev/null || true
  check_trace t.json s.json | grep -Fx 'P1 failed'
}

@test "what a killed run leaves can be read, in whole lines" {
  play bash -c '"$0" run -j2 --trace t.json "sleep 0.05; echo {}" ::: {1..1000} >/dev/null & sleep 2; kill -9 $!; wait $!' "$MUSTER"
  check_trace --cut t.json | grep -x 'P1: sleep 0.05; echo 1'
  run python3 -c 'import json; json.load(open("t.json"))'
  [ "$status" -ne 0 ]
}

@test "hostile titles stay strings" {
  muster run --partial --trace t.json --summary-file s.json ::: $'echo "\\"},{</script>"; : \x1b[31m\xff\n' >/dev/null
  check_trace t.json s.json >/dev/null
}

@test "a demo has a trace; a file that cannot be written is an error before anything is run" {
  muster demo --trace t.json --summary-file s.json >/dev/null
  check_trace t.json s.json | grep -Fx 'P4: draws a random number'
  play "$MUSTER" run --trace /nonexistent/t touch ::: started
  [ "$status" -eq 125 ]
  grep -Fq "cannot write the trace" err
  [ ! -e started ]
}
