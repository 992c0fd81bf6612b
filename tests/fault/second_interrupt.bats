#!/usr/bin/env bats
load ../common

@test "a second INT kills at once, however long --kill-after" {
  play --once=started --send=INT:init --once=told --after-us=300000 --send=INT:init \
    "$MUSTER" run --kill-after=1h 'exec 2>&-; trap "touch told" TERM; touch started; while :; do sleep 0.02; done'
  died_of INT
  said_nothing
}
