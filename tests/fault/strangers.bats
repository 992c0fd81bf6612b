#!/usr/bin/env bats
load ../common

# Whoever execs muster may have given it children: they are not the run's. The helper would count
# them as left behind, so these do without it.

@test "a process substitution of the shell that became muster gets all of the output" {
  play_unwatched bash -c 'exec "$1" run "seq 300000" > >(sleep 0.3; wc -l > lines)' -- "$MUSTER"
  ended_with 0
  wait_for lines
  [ "$(<lines)" -eq 300000 ] || fail "of 300000 lines $(<lines) came"
}

@test "a background job of the shell that became muster is neither ended nor waited for" {
  play_unwatched bash -c '
    (until [ -e over ]; do sleep 0.02; done; echo alive >job) >/dev/null 2>&1 &
    exec "$1" run "echo 1"' -- "$MUSTER"
  ended_with 0
  printed $'1\n'
  touch over
  wait_for job
}

@test "such a run ends with the status of what failed" {
  play_unwatched bash -c 'sleep 0.1 & exec "$1" run "exit 3"' -- "$MUSTER"
  ended_with 1
}

@test "such a run is ended by TERM, and its workers are told" {
  bash -c 'sleep 0.1 & exec "$1" run "
    trap \"echo yes >told; exit\" TERM; echo yes >started; while :; do sleep 0.02; done"' \
    -- "$MUSTER" >out 2>err 3>&- &
  wait_for started
  kill -TERM $!
  status=0
  wait $! || status=$?
  died_of TERM
  [ -s told ] || fail 'the worker was not told'
}

@test "such a run is cleaned up if the process that stands aside is killed" {
  bash -c 'sleep 0.1 & exec "$1" run "echo \$\$ >started; exec sleep 1000"' -- "$MUSTER" \
    >out 2>err 3>&- &
  wait_for started
  kill -KILL $!
  wait $! || true
  while kill -0 "$(<started)" 2>/dev/null &&
    ! grep -q '^State:.*Z' "/proc/$(<started)/status" 2>/dev/null; do sleep 0.02; done
}
