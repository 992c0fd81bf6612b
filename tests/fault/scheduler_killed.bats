#!/usr/bin/env bats
load ../common
load kills

# It may have printed everything and been killed before it could say so; then the run has failed
# with its result on stdout, but a file is not replaced.
may_come_of_it() {
  case $status in
    0) is_complete "$1" && said_nothing ;;
    125)
      said '^muster: Scheduler \(pid [0-9]+\): killed by signal 9' &&
        { is_untouched "$1" || { [ "$1" != file ] && is_complete "$1"; }; }
      ;;
    *) return 1 ;;
  esac
}

@test "the Scheduler may be killed at any moment: the run has ended well, or is an error that says so" {
  kill_at_random_moments scheduler
}

@test "the same of runs with retries, timeouts, standard input that is dealt out, and results that are kept" {
  kill_at_random_moments scheduler "${controlled_kinds[@]}"
}
