#!/usr/bin/env bats
load common

# Whoever execs muster may have given it children: they are not the run's. The helper would count
# them as left behind, so these do without it.

# shell_within_a_minute SCRIPT: its stdout goes to out, its stderr to err.
shell_within_a_minute() {
  status=0
  timeout --foreground --kill-after=5 60 bash -c "$1" -- "$MUSTER" >out 2>err 3>&- || status=$?
}

until_written() {
  until [ -s "$1" ]; do sleep 0.02; done
}

@test "a process substitution of the shell that became muster gets all of the output" {
  shell_within_a_minute 'exec "$1" run "seq 300000" > >(sleep 0.3; wc -l > lines)'
  ended_with 0
  until_written lines
  [ "$(<lines)" -eq 300000 ] || fail "of 300000 lines $(<lines) came"
}

@test "a background job of the shell that became muster is neither ended nor waited for" {
  shell_within_a_minute '
    (until [ -e over ]; do sleep 0.02; done; echo alive >job) >/dev/null 2>&1 &
    exec "$1" run "echo 1"'
  ended_with 0
  printed $'1\n'
  touch over
  until_written job
}

@test "such a run ends with the status of what failed" {
  shell_within_a_minute 'sleep 0.1 & exec "$1" run "exit 3"'
  ended_with 1
}

@test "such a run is ended by TERM, and its workers are told" {
  bash -c 'sleep 0.1 & exec "$1" run "
    trap \"echo yes >told; exit\" TERM; echo yes >started; while :; do sleep 0.02; done"' \
    -- "$MUSTER" >out 2>err 3>&- &
  until_written started
  kill -TERM $!
  status=0
  wait $! || status=$?
  died_of TERM
  [ -s told ] || fail 'the worker was not told'
}

@test "such a run is cleaned up if the process that stands aside is killed" {
  bash -c 'sleep 0.1 & exec "$1" run "echo \$\$ >started; exec sleep 1000"' -- "$MUSTER" \
    >out 2>err 3>&- &
  until_written started
  kill -KILL $!
  wait $! || true
  while kill -0 "$(<started)" 2>/dev/null &&
    ! grep -q '^State:.*Z' "/proc/$(<started)/status" 2>/dev/null; do sleep 0.02; done
}
