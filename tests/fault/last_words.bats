#!/usr/bin/env bats
load ../common

@test "init ends although somebody else holds the pipe of a dead Scheduler" {
  # shellcheck disable=SC2016
  play "$MUSTER" run 'for pid in $(cat /proc/$PPID/task/$PPID/children); do
      [ "$(cat /proc/$pid/comm)" = muster-sched ] && break; done
    exec 9>/proc/$pid/fd/3; kill -KILL $pid; sleep 1000'
  ended_with 125
  said '^muster: Scheduler \(pid [0-9]+\): killed by signal 9'
}

@test "TERM to the whole of a run ends it by TERM, not as a failure of the Scheduler" {
  play --once=started --send=TERM:scheduler --send=TERM:init "$MUSTER" run 'touch started; sleep 1000'
  died_of TERM
  said_nothing
}
