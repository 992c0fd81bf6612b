#!/usr/bin/env bats

# What is over, in the format of GNU parallel, which is the oracle.

load ../common

# The columns that do not depend on time: Seq, Host, Send to Command.
timeless() {
  cut -f 1,2,5- "$1" | sort -n
}

@test "--joblog has the columns that GNU parallel's has" {
  local line='echo abcdef | head -c {}; exit $(({} % 3))'
  parallel --joblog expected-log -j2 "$line" ::: 0 1 2 3 4 5 >/dev/null 2>&1 || true
  muster run --partial --joblog log -j2 "$line" ::: 0 1 2 3 4 5 >/dev/null 2>&1 || true
  equal "$(head -n 1 log)" "$(head -n 1 expected-log)"
  equal "$(timeless log)" "$(timeless expected-log)"
  # Three decimals, and as wide as there.
  run ! grep -Evq $'^Seq|^[1-6]\t:\t[0-9]{10}\\.[0-9]{3}\t +[0-9]\\.[0-9]{3}\t' log
}

@test "a worker that is killed, one that takes too long and a program that is missing are logged as there" {
  parallel --joblog expected-log -j1 ::: 'kill -9 $$' true >/dev/null 2>&1 || true
  muster run --partial --joblog log -j1 ::: 'kill -9 $$' true 2>/dev/null || true
  equal "$(timeless log)" "$(timeless expected-log)"
  muster run --timeout 0.1 --joblog log ::: 'exec sleep 9' 2>/dev/null || true
  equal "$(timeless log | tail -n 1)" $'1\t:\t0\t0\t-1\t15\texec sleep 9'
  muster run --joblog log /nonexistent x 2>/dev/null || true
  matches "$(timeless log | tail -n 1)" $'^1\t:\t0\t0\t127\t0\t/nonexistent x'
}

@test "with --pipe it tells how much each worker was sent, as there" {
  seq 100000 >input
  parallel --pipe --block 100000 --joblog expected-log wc -c <input >/dev/null
  muster run --pipe --block 100000 --joblog log 'wc -c' <input >/dev/null
  equal "$(timeless log | cut -f 1-6)" "$(timeless expected-log | cut -f 1-6)"
}

@test "of a worker that is tried again only the last try is logged" {
  muster run --retries 3 --joblog log 'echo >> tries; [ "$(wc -l < tries)" -eq 3 ]'
  equal "$(wc -l < log)" 2
  equal "$(cut -f 7 log | tail -n 1)" 0
}

@test "what the end of the run has ended is not logged" {
  muster run --joblog log -j2 ::: 'sleep 0.2; exit 1' 'exec sleep 1000' 2>/dev/null || true
  equal "$(cut -f 1 log)" $'Seq\n1'
  muster run --joblog log -j3 ::: 'exec sleep 1000' 'sleep 0.2; kill -INT $PPID' true 2>/dev/null || true
  equal "$(cut -f 1 log)" $'Seq\n3'
}

@test "a command is one line however it looks" {
  muster run --joblog log ::: $'printf \'%s\' "a\tb\\\\n\rc\x01"\n' >/dev/null
  equal "$(tail -n 1 log | cut -f 9-)" 'printf '\''%s'\'' "a\tb\\\\n\rc\x01"\n'
  equal "$(wc -l < log)" 2
}

@test "a log that cannot be written is an error" {
  run --separate-stderr -125 muster run --joblog nowhere/log true ::: 1
  matches "$stderr" '^muster: .*cannot write the job log nowhere/log: No such file'
  run --separate-stderr -125 muster run --joblog /dev/full 'echo; true' ::: 1
  matches "$stderr" '^muster: .*cannot write the job log /dev/full: No space left'
  equal "$output" ''
}

@test "a run that is killed leaves whole lines" {
  local i pid
  for i in {1..10}; do
    timeout 60 "$MUSTER" run -j4 --joblog log -a <(seq 3000) /bin/true &
    pid=$!
    wait_for log '^2'
    sleep 0.0$((i % 5))
    kill -KILL $(pgrep -P $pid) || true
    wait $pid || true
    equal "$(tail -c 1 log)" ''
    run ! grep -Evq $'^Seq|^[0-9]+\t:\t[0-9.]+\t +[0-9.]+\t0\t0\t0\t0\t/bin/true [0-9]+$' log
  done
}
