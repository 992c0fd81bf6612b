#!/usr/bin/env bats
load ../common

# Like SQLite's tests: the N-th call is where it dies, N = 1, 2, … until a run gets through.

arguments=(demo --random-seed=1)

# kill_at_each CALL [STRACE-OPTION]: in every run, of these arguments, the processes that strace
# sees, which are init alone or with -f all of them, die just before their N-th CALL.
kill_at_each() {
  local call=$1 number
  shift
  needs_strace
  for ((number = 1; number < 200; number++)); do
    ASAN_OPTIONS=detect_leaks=0 play --patient strace -qq -o trace "$@" \
      -e trace="$call" -e inject="$call:signal=SIGKILL:when=$number" "$MUSTER" "${arguments[@]}"
    case $status in
      0) break ;;
      4 | 125 | 137) ;; # the workers, the Scheduler, init
      [1-3]) ;;
      *) fail "killed at $call number $number" ;;
    esac
    # A segment may be left if init and the Scheduler died together; whoever comes next sweeps.
    play "$MUSTER" demo --random-seed=1
    ended_with 0
    no_segment_is_left
  done
  [ "$number" -gt 1 ] || fail "$call is never called"
  [ "$number" -lt 200 ] || fail 'no run got through'
}

@test "init may be killed at any call by which it starts the others and talks with them" {
  local call
  for call in pipe2 vfork clone epoll_ctl epoll_wait write wait4; do kill_at_each $call; done
}

@test "the Scheduler may be killed at any call by which it makes the segment" {
  local call
  for call in fallocate flock linkat; do kill_at_each $call -f; done
  # A demo unlinks it when all has been printed, and has ended well then.
  arguments=(run -n -j0 echo ::: 1 2 3 4)
  kill_at_each unlink -f
}

@test "init, the Scheduler and the workers may be killed together, each at its N-th call" {
  local call
  for call in openat read write; do kill_at_each $call -f; done
}

@test "so they may each at its N-th mapping" {
  skip_under address 'it makes hundreds of them before main'
  kill_at_each mmap -f
}
