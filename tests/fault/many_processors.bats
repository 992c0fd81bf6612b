#!/usr/bin/env bats
load ../common

@test "a machine of more processors than the usual set of them holds is not taken for one of one" {
  skip_under address 'strace keeps it from looking for leaks'
  [ "$(nproc)" -gt 1 ] || skip 'there is one processor only'
  printf 'b\na\n' >in
  strace -qq -o trace -e trace=sched_getaffinity -e inject=sched_getaffinity:error=EINVAL:when=1 \
    "$MUSTER" sort in >out
  printed $'a\nb\n'
  [ "$(grep -c '^sched_getaffinity' trace)" -ge 2 ] || fail "$(<trace)"
}
