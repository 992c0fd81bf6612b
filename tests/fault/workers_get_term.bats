#!/usr/bin/env bats
load ../common

@test "the workers of an interrupted run are told by TERM, so that they can clean up" {
  play --once=started --send=INT:init "$MUSTER" run --kill-after=1h \
    'trap "touch cleaned-up; exit" TERM; sleep 1000 & touch started; wait'
  died_of INT
  [ -e cleaned-up ] || fail 'the worker was not told'
}
