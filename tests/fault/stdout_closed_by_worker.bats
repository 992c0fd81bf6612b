#!/usr/bin/env bats
load ../common

@test "a worker that closes its stdout and runs on is waited for, and its records count" {
  play "$MUSTER" run 'echo 1; exec >&-; sleep 0.5; touch finished'
  ended_with 0
  printed $'1\n'
  [ -e finished ] || fail 'it was not waited for'
}

@test "a worker that fails after it has closed its stdout has failed" {
  play "$MUSTER" run 'echo 1; exec >&-; sleep 0.1; exit 3'
  ended_with 1
  printed
  said '^muster: P1 \(pid [0-9]+, .*\): exited with status 3$'
}
