#!/usr/bin/env bats
load common

@test "a process that a worker leaves in the background is ended, and the run is good" {
  play "$MUSTER" run 'sleep 60 >/dev/null & echo 1'
  ended_with 0
  printed $'1\n'
  said_nothing
}

@test "so is one in a session of its own, whose parents have gone" {
  play "$MUSTER" run '(setsid sleep 60 >/dev/null &); echo 1'
  ended_with 0
  printed $'1\n'
}

@test "so is one that ignores TERM and has an empty environment" {
  play "$MUSTER" run --kill-after=0.1 \
    'env -i setsid sh -c "trap : TERM; while :; do sleep 60; done" >/dev/null & sleep 0.1; echo 1'
  ended_with 0
  printed $'1\n'
}
