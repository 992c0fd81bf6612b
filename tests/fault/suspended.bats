#!/usr/bin/env bats
load ../common

# The state of process $1: R, S, T (stopped) and so on.
state_of() {
  sed 's/.*) //; s/ .*//' "/proc/$1/stat"
}

wait_for_state() {
  for _ in $(seq 500); do
    [ "$(state_of "$1")" != "$2" ] || return 0
    sleep 0.02
  done
  fail "process $1 is in state $(state_of "$1"), not $2"
}

@test "TSTP stops the workers and muster, CONT continues them, and the time between does not count" {
  # shellcheck disable=SC2153 # MUSTER is no misspelling
  env --default-signal "$MUSTER" run --timeout 1.5 'echo $$ > pid; echo 1; while [ ! -e end ]; do sleep 0.02; done' \
    > out 2> err &
  init=$!
  wait_for pid
  kill -s TSTP "$init"
  wait_for_state "$init" T
  wait_for_state "$(< pid)" T
  sleep 2
  kill -s CONT "$init"
  wait_for_state "$(< pid)" S
  touch end
  wait "$init"
  equal "$(< out)" 1
  equal "$(< err)" ''
}
