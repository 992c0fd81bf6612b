#!/usr/bin/env bats
load ../common

@test "the workers of an interrupted run are told by TERM, so that they can clean up" {
  # sleep is started before the trap is set: a fork that has not got to its exec would take TERM for its shell.
  play --once=started --send=INT:init "$MUSTER" run --kill-after=1h \
    'sleep 1000 & trap "touch cleaned-up; exit" TERM; touch started; wait'
  died_of INT
  [ -e cleaned-up ] || fail 'the worker was not told'
}
