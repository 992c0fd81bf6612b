#!/usr/bin/env bats
load ../common
load kills

may_come_of_it() {
  case $status in
    0) is_complete "$1" && said_nothing ;;
    1) said '^muster: P[1-4] \(pid [0-9]+, .*\): killed by signal 9' && is_untouched "$1" ;;
    *) return 1 ;;
  esac
}

@test "a worker may be killed at any moment: the run has ended well, or is an error that names it" {
  kill_at_random_moments worker
}

@test "the same of runs in which it is not tried again" {
  kill_at_random_moments worker kept dealt-in-turn
}
