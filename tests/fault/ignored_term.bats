#!/usr/bin/env bats
load ../common

@test "a worker that ignores TERM is killed after --kill-after" {
  local start
  start=$(now_us)
  play --once=started --send=TERM:init "$MUSTER" run --kill-after=0.5 \
    'exec 2>&-; trap "" TERM; touch started; while :; do sleep 0.02; done'
  died_of TERM
  [ $(($(now_us) - start)) -ge 500000 ] || fail 'it was killed too early'
  said_nothing
}
