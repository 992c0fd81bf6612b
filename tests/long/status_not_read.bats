#!/usr/bin/env bats
# A status whose reader is there, and reads nothing.

load ../common

@test "a status that nobody takes keeps muster waiting for ten seconds, when the run is over" {
  mkfifo status
  exec 9<>status # opens it, and reads nothing
  start=$SECONDS
  # 2,000 starts and ends are more than a pipe holds.
  muster run -n -j8 --status-fd 5 --status-workers echo ::: {1..1000} 5>status >out
  ((SECONDS - start >= 10)) || fail 'the end did not wait for the reader'
  equal "$(wc -l <out)" 1000
  exec 9>&-
}
