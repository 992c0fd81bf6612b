#!/usr/bin/env bats
load ../common
load kills

may_come_of_it() {
  [ "${status?}" -eq 0 ] && is_complete "$1" && said_nothing
}

@test "a worker that may be tried again may be killed at any moment: the run ends well" {
  kill_at_random_moments worker retried timed-out dealt
}
