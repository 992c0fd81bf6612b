#!/usr/bin/env bats
load ../common

@test "where there is no room for a segment, neither in /dev/shm nor anywhere, it is an error" {
  needs_strace
  ASAN_OPTIONS=detect_leaks=0 play strace -f -qq -o trace \
    -e trace=fallocate -e inject=fallocate:error=ENOSPC "$MUSTER" run 'echo 1; touch started'
  ended_with 125
  printed
  said '^muster: Scheduler .*cannot reserve [0-9]+ bytes of shared memory .*No space left on device'
  [ ! -e started ] || fail 'a worker was started'
}
