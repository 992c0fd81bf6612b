#!/usr/bin/env bats
load ../common

@test "HUP is nothing to muster when it was ignored at the start, as by nohup" {
  play --once=started --send=HUP:init --after-us=1000 --send=HUP:init --touch=sent bash -c \
    'trap "" HUP; exec "$MUSTER" run "touch started; until [ -e sent ]; do sleep 0.01; done; echo 1"'
  ended_with 0
  printed $'1\n'
}
