#!/usr/bin/env bats

load ../common

@test "--results keeps what each worker writes, and how it ended" {
  run --separate-stderr -2 muster run --partial --results kept ::: 'seq 3; echo oops >&2' 'printf x; exit 4' 'kill -9 $$; :'
  equal "$output" $'1\n2\n3'
  equal "$(ls kept)" $'000001\n000002\n000003'
  equal "$(cat kept/000001/stdout)" $'1\n2\n3'
  equal "$(cat kept/000001/stderr)" oops
  matches "$stderr" 'oops'
  equal "$(cat kept/000002/stdout)" x
  equal "$(python3 -c 'import json; s = json.load(open("kept/000002/status.json"))
print(s["worker"], s["command"], s["try"], s["succeeded"], s["status"], s["signal"], s["seconds"] < 60, s["max_resident_bytes"] > 100000)')" \
    '2 printf x; exit 4 1 False 4 None True True'
  equal "$(python3 -c 'import json; s = json.load(open("kept/000003/status.json")); print(s["status"], s["signal"])')" 'None 9'
}

@test "they hold any bytes, all of them, also of a worker that fails with much in its pipe" {
  head -c 3000000 /dev/urandom > bytes
  muster run --results kept 'cat bytes' > /dev/null
  same_bytes kept/000001/stdout bytes
  seq 150000 > bytes
  muster run --results kept 'cat bytes; exit 1' || true
  same_bytes kept/000001/stdout bytes
}

@test "those of a try that fails are replaced by those of the next" {
  muster run --retries 2 --results kept 'echo >> tries; wc -l < tries; [ "$(wc -l < tries)" -eq 2 ]'
  equal "$(cat kept/000001/stdout)" 2
  grep -q '"try": 2, "succeeded": true' kept/000001/status.json
  equal "$(ls kept)" 000001
}

@test "a worker that is ended with the run has none" {
  muster run -j2 --results kept ::: 'echo a; sleep 0.2; exit 1' 'echo b; exec sleep 1000' 2>/dev/null || true
  equal "$(ls kept)" 000001
}

@test "a worker whose output is refused after it has ended has failed, in each report" {
  run --separate-stderr -1 muster run --records=u64 --partial --results kept --joblog log --progress \
    ::: 'printf abc' 'sleep 0.3; printf abcdefgh'
  equal "$output" abcdefgh
  equal "$(python3 -c 'import json
print(*(json.load(open(f"kept/00000{i}/status.json"))["succeeded"] for i in (1, 2)))')" 'False True'
  equal "$(find kept -name '*.part')" ''
  # What the log says last of a worker is what counts.
  equal "$(awk '$1 == 1 { exit_value = $7 } END { print exit_value }' log)" -1
}

@test "a folder that cannot be made is an error" {
  run --separate-stderr -125 muster run --results no/where true ::: 1
  matches "$stderr" '^muster: .*cannot make the folder no/where: No such file'
}
