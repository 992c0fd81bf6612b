#!/usr/bin/env bats
load ../common

# fail_each CALL ERROR: in every run init's N-th CALL fails, N = 1, 2, … until there is no N-th.
fail_each() {
  local number
  needs_strace
  for ((number = 1; number < 100; number++)); do
    ASAN_OPTIONS=detect_leaks=0 play strace -qq -o trace \
      -e trace="$1" -e inject="$1:error=$2:when=$number" "$MUSTER" demo
    grep -q INJECTED trace || return 0
    case $status in
      0) said_nothing ;;
      1 | 125) said '^muster: ' ;;
      *) fail "$1 number $number" ;;
    esac
  done
  fail "$1 is called without end"
}

@test "when init cannot watch a descriptor it says so, and leaves nothing behind" {
  fail_each epoll_ctl ENOSPC
}

@test "when init cannot wait it says so, and leaves nothing behind" {
  fail_each epoll_wait ENOMEM
}

@test "when init cannot create a pipe it says so or does with fewer, and leaves nothing behind" {
  skip_under undefined 'it looks at objects through pipes of its own, which fail too'
  fail_each pipe2 EMFILE
}

@test "when init cannot start a process it says so or does with fewer, and leaves nothing behind" {
  fail_each vfork EAGAIN
  fail_each clone EAGAIN
}

# The Scheduler is init's first child, P1 its second.
@test "a worker that cannot be started now is started later, and as many run at a time as before" {
  needs_strace
  mkdir running
  meet='touch running/{#}
    for i in $(seq 2000); do [ $(ls running | wc -l) -ge 5 ] && exit; sleep 0.01; done; exit 1'
  ASAN_OPTIONS=detect_leaks=0 play strace -qq -o trace -e trace=vfork \
    -e inject=vfork:error=EAGAIN:when=3 "$MUSTER" run -j 4 ::: 'touch running/{#}' \
    "$meet" "$meet" "$meet" "$meet"
  [ "$(grep -c INJECTED trace)" -eq 1 ] || fail 'no start has failed'
  ended_with 0
  said_nothing
}
