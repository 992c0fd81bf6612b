#!/usr/bin/env bats
load ../common

# $1: the call of init's at which it is killed, $2: at which of them, $3…: more for strace.
kill_at() {
  needs_strace
  echo old >result
  ASAN_OPTIONS=detect_leaks=0 play --patient strace -qq -o trace "${@:3}" \
    -e inject="$1:signal=SIGKILL:when=$2" "$MUSTER" run -o result 'echo new'
}

@test "when init is killed while it completes -o FILE, no temporary file is left" {
  kill_at fsync 1
  died_of KILL
  [ "$(<result)" = old ] || fail 'FILE has changed before fsync'
  no_temporary_file_is_left
  kill_at vfork 3 # a child of init does the rest
  died_of KILL
  no_temporary_file_is_left
}

@test "nor when the file system has no nameless files, whenever it is killed" {
  local number nameless
  needs_strace
  ASAN_OPTIONS=detect_leaks=0 strace -o trace -e trace=openat "$MUSTER" run -o result 'echo new'
  nameless=$(grep -n O_TMPFILE trace | cut -d: -f1)
  for ((number = 1; number < 100; number++)); do
    kill_at epoll_wait $number -e inject="openat:error=EOPNOTSUPP:when=$nameless"
    no_temporary_file_is_left
    [ "$status" -ne 0 ] || break
    died_of KILL
  done
  [ "$(<result)" = new ] || fail 'no run got through'
}
