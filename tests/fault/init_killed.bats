#!/usr/bin/env bats
load ../common
load kills

# Nobody is left to say anything: what counts is that all the others end, and take along the
# segment, the temporary file, and what the workers had started.
may_come_of_it() {
  case $status in
    0) is_complete "$1" && said_nothing ;;
    137) is_complete "$1" || is_untouched "$1" ;;
    *) return 1 ;;
  esac
}

@test "init may be killed at any moment: every process of the run ends, and nothing is left" {
  kill_at_random_moments init
}

@test "the same of runs with retries, timeouts, standard input that is dealt out, and results that are kept" {
  kill_at_random_moments init "${controlled_kinds[@]}"
}
