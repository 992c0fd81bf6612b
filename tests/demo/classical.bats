#!/usr/bin/env bats

# The programs of docs/demo/, and what docs/demo.md says of them.

load ../common

programs=$BATS_TEST_DIRNAME/../../docs/demo

setup() {
  in_an_empty_folder
  command -v cc > /dev/null || skip 'needs a C compiler'
  cc -Wall -Wextra -Werror -o classical "$programs/classical.c"
}

# Of the classical program, whose names end with a pid.
remove_segment() {
  local names=(/dev/shm/classical-*)
  [[ -e ${names[0]} ]] && rm "${names[@]}"
}

is_list() {
  matches "$(< "$1")" '^\[[0-9]+, [0-9]+, [0-9]+, [0-9]+\]$'
  numbers_of "$(< "$1")" > numbers
  sort -n -c numbers
  equal "$(awk '$1 > 19' numbers)" ''
}

@test "the classical programs and demo print the same kind of list, and leave nothing" {
  ./classical > c.out
  is_list c.out
  muster demo > muster.out
  is_list muster.out
  python3 "$programs/classical.py" > python.out 2> python.err
  is_list python.out
  equal "$(< python.err)" ''
  run ! remove_segment
}

# kill_at_unlink COMMAND...: whoever unlinks the segment is killed as it is about to.
kill_at_unlink() {
  strace -f -qq -o /dev/null -e trace=unlink -e inject=unlink:signal=KILL "$@" > out 2> err
}

@test "the segment of the classical Scheduler outlives it, that of the demo does not" {
  needs_strace
  skip_under address 'strace and LeakSanitizer'
  kill_at_unlink ./classical
  is_list out
  remove_segment
  kill_at_unlink "$MUSTER" demo # the list has been printed
  is_list out
  no_segment_is_left
}

@test "a full /dev/shm fails the classical program in the middle, and not the demo" {
  # shellcheck disable=SC2016  # expanded there
  in_mount_namespace --patient 'mount -t tmpfs -o size=64k tmpfs /dev/shm
    head -c 64K /dev/zero > /dev/shm/full
    ! ./classical
    rm /dev/shm/classical-*
    "$1" demo' - "$MUSTER"
  ended_with 0
  said '^read: Bad address$'
  is_list out
}
