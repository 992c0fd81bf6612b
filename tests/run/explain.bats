#!/usr/bin/env bats

# What `run --explain` tells of what the reference run has not: failures, pauses, spilling.

load ../common

# explain OPTION...: what each process tells, "ROLE: STEP", a line for each, goes to the file steps.
explain() {
  status=0
  muster run --explain "$@" > out 2> err || status=$?
  grep -v '^muster: ' err | sed -E ':a; N; s/\n {31}/ /; ta; P; D' |
    sed -E 's/^ *[0-9.]+ ms ([^ ]+) +[0-9]+  /\1: /; s/ \([a-z0-9_, ]+\)$//' > steps
}

# tells STEP...: all of these, in this order.
tells() {
  local step number=0 found
  for step in "$@"; do
    found=$(tail -n +$((number + 1)) steps | grep -n -m 1 -E -- "$step" | cut -d: -f1)
    [[ $found ]] || fail "not told, or not in its turn: $step" "$(< steps)"
    number=$((number + found))
  done
}

@test "it says why workers are ended or never started, and how they ended" {
  explain -j2 'case {} in 1) exit 3 ;; *) exec sleep 100 ;; esac' ::: 1 2 3 4
  ended_with 1
  tells '^init: starts P1,' '^init: reaps P1, which exited with status 3$' '^init: counts P1 as failed$' \
    '^init: starts no more workers$' '^init: ends the run, since P1 has failed$' \
    '^init: reaps P2, which was killed by signal 15 \(TERM\)$' '^init: leaves: '
  run ! grep 'starts P4' steps
}

@test "it says that no more workers are started while those that run may finish" {
  explain -j2 --halt soon,fail=1 'case {} in 1) exit 3 ;; 2) sleep 0.5 ;; esac' ::: 1 2 3 4
  ended_with 1
  tells '^init: counts P1 as failed$' '^init: starts no more workers$' \
    '^init: reaps P2, which exited with status 0$' '^init: ends the run, since P1 has failed$'
  run ! grep 'starts P3' steps
}

@test "it says which signal has ended a run" {
  explain 'kill -TERM $PPID; exec sleep 100'
  died_of TERM
  tells '^init: starts no more workers and ends those that run: received signal 15 \(TERM\)$' \
    '^init: reaps P1, which was killed by signal 15 \(TERM\)$'
}

@test "it says that a worker is tried again" {
  explain --retries 2 '[ -e tried ] || { touch tried; exit 3; }'
  ended_with 0
  tells '^init: starts P1,' '^init: will try P1 again' '^init: starts P1,' '^init: reaps P1, which exited with status 0$'
}

@test "it says when a worker is paused and resumed" {
  explain --order=round-robin -S 1M ::: 'seq 4000000' 'sleep 0.3; seq 10'
  tells '^Scheduler: pauses P1, which is far ahead$' '^Scheduler: resumes P1$'
}

@test "it says what is spilled" {
  explain -S 1M 'seq 400000'
  ended_with 0
  tells '^Scheduler: spills [0-9]+ bytes to disk \([0-9.]+ ms\)$' '^Scheduler: puts 400000 records in order$'
}

@test "no line has more than 79 columns, however long commands and paths are" {
  explain 'echo a command that is much too long for a line of eighty columns, and goes on and on; true' ::: 1 2
  equal "$(grep -v '^muster: ' err | awk 'length > 79')" ''
}
