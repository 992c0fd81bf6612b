#!/usr/bin/env bats
load common

@test "a worker that ignores TERM is killed after --kill-after" {
  play --once=started --send=TERM:init "$MUSTER" run --kill-after=0.2 \
    'exec 2>&-; trap "touch told" TERM; touch started; while :; do sleep 0.02; done'
  died_of TERM
  [ -e told ] || fail 'it was killed without having been told'
  said_nothing
}
