#!/usr/bin/env bats
load ../common

@test "a Scheduler that is stopped and then killed is an error that says so" {
  play --once=started --send=STOP:scheduler --after-us=20000 --send=KILL:scheduler \
    "$MUSTER" run --order=arrival 'touch started; yes'
  ended_with 125
  said '^muster: Scheduler \(pid [0-9]+\): killed by signal 9'
}

@test "an interrupt gets through while the Scheduler is stopped" {
  play --once=started --send=STOP:scheduler --after-us=20000 --send=TERM:init \
    "$MUSTER" run --kill-after=0.2 --order=arrival 'touch started; yes'
  died_of TERM
  said_nothing
}

@test "init may be killed while the Scheduler is stopped: every process of the run ends" {
  play --once=started --send=STOP:scheduler --after-us=20000 --send=KILL:init \
    "$MUSTER" run --order=arrival 'setsid sleep 1000 & touch started; wait'
  died_of KILL
}

@test "TERM ends a run whose Scheduler was stopped before it has read a long order" {
  local keys=()
  for i in {1..1000}; do keys+=("-k$i,$i"); done
  play --send=STOP:scheduler --after-us=100000 --send=TERM:init \
    "$MUSTER" run --kill-after=0.2 "${keys[@]}" 'sleep 1000'
  died_of TERM
  said_nothing
}
