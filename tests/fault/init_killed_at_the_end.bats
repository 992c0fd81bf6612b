#!/usr/bin/env bats
load ../common

@test "init may be killed when all is printed and only what the workers left behind still runs" {
  play --once=told --send=KILL:init "$MUSTER" run --kill-after=1h \
    '(trap "touch told" TERM; touch ready; while :; do sleep 0.02; done) >/dev/null 2>&1 &
     until [ -e ready ]; do sleep 0.01; done; echo 1'
  died_of KILL
  printed $'1\n'
}
