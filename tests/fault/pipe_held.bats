#!/usr/bin/env bats
load ../common

# A process of the worker's holds the pipe when the worker has ended: nobody can tell whether
# all of its records have come.

@test "a grandchild that holds the pipe is an error that names the worker, and is ended" {
  play "$MUSTER" run 'echo 1; sleep 1000 &'
  ended_with 1
  printed
  said '^muster: P1 \(pid [0-9]+, .*\): ended, but a process .* holds its pipe'
}

@test "a grandchild that holds the pipe from a session of its own is no different" {
  play "$MUSTER" run 'echo 1; setsid sleep 1000 &'
  ended_with 1
  printed
  said '^muster: P1 \(pid [0-9]+, .*\): ended, but a process .* holds its pipe'
}

@test "a grandchild that still writes is listened to" {
  # For longer than a silence may be, and with pauses that are short beside it.
  play "$MUSTER" run -n '(for i in $(seq 15); do sleep 0.1; echo $i; done) &'
  ended_with 0
  printed "$(seq 15)"$'\n'
}
