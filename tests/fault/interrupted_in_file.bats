#!/usr/bin/env bats
load ../common

@test "-o FILE is not touched by a run that is interrupted" {
  echo old >result
  play --once=started --send=TERM:init "$MUSTER" run --order=arrival -o result \
    'echo new; touch started; sleep 1000'
  died_of TERM
  [ "$(<result)" = old ] || fail 'FILE has changed'
}
