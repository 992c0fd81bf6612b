#!/usr/bin/env bats
load ../common

@test "a process that a worker leaves in the background is ended, and the run is good" {
  play "$MUSTER" run 'sleep 1000 >/dev/null & echo 1'
  ended_with 0
  printed $'1\n'
  said_nothing
}

@test "so is one in a session of its own, whose parents have gone" {
  play "$MUSTER" run '(setsid sleep 1000 >/dev/null &); echo 1'
  ended_with 0
  printed $'1\n'
}

@test "so is one that ignores TERM and has an empty environment" {
  play "$MUSTER" run --kill-after=0.1 \
    'env -i setsid sh -c "trap : TERM; >ready; while :; do sleep 1000; done" >/dev/null &
     until [ -e ready ]; do sleep 0.01; done; echo 1'
  ended_with 0
  printed $'1\n'
}
