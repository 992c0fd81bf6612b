#!/usr/bin/env bats
load ../common
load kills

may_come_of_it() {
  case $status in
    0) is_complete "$1" && said_nothing ;;
    125) said '^muster: the Dealer \(pid [0-9]+\) killed by signal 9' && is_untouched "$1" ;;
    *) return 1 ;;
  esac
}

@test "the Dealer may be killed at any moment: the run has ended well, or is an error that says so" {
  kill_at_random_moments dealer dealt dealt-in-turn
}
