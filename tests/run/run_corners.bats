#!/usr/bin/env bats

load common

@test "--partial goes on past a worker that cannot be started, in every order" {
  for order in ascending arrival worker round-robin; do
    run --separate-stderr muster run --partial --order=$order {} x ::: /bin/echo /nonexistent /bin/echo
    equal "$status" 127
    equal "$output" $'x\nx'
  done
}

@test "a reader that takes all and leaves is no reason to complain" {
  local i
  for ((i = 0; i < 200; ++i)); do
    muster demo | head -1 > got
    equal "${PIPESTATUS[0]}" 0
  done
}

@test "-o may name what is no regular file" {
  equal "$(muster run -o /dev/stdout echo hi | cat)" hi
  mkfifo fifo
  muster run -o fifo echo hi &
  equal "$(cat fifo)" hi
  wait
}

@test "muster sort reads FIFOs, whose writers are not disturbed" {
  mkfifo one two
  (
    echo b > one
    echo a > two
  ) &
  equal "$(muster sort one two)" $'a\nb'
  wait
}

@test "records that were cut count as memory that is used" {
  run --separate-stderr muster run --order=arrival -S 1M 'head -c 20000000 /dev/zero' ::: 1 2
  equal "$status" 125
  matches "$stderr" 'complete yet take more memory than the 9 MiB.*-S'
}
