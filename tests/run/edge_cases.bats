#!/usr/bin/env bats

load ../common

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

@test "incomplete records count as memory that is used" {
  run --separate-stderr muster run --order=arrival -S 1M 'head -c 20000000 /dev/zero' ::: 1 2
  equal "$status" 125
  matches "$stderr" 'incomplete records exceed the limit of 9 MiB; raise it with -S'
}

@test "records that are complete do not count as incomplete, however long they were" {
  head -c 262143 /dev/zero | tr '\0' x > record
  echo >> record
  # One writes after the other, and all stay until the last one has written.
  # shellcheck disable=SC2016  # for the shell of the workers
  muster run -j 40 -S 1M --workers 40 \
    'flock record cat record; echo >> written; until [ "$(wc -l < written)" -ge 40 ]; do sleep 0.1; done' > got
  for ((i = 0; i < 40; ++i)); do cat record; done > expected
  same_bytes got expected
}

@test "a last record without a newline may have any length" {
  head -c 4096 /dev/zero | tr '\0' x > longest
  # shellcheck disable=SC2046  # several words
  muster run -S 1M head -c {} longest ::: $(seq 0 4096) > got
  awk 'BEGIN { for (i = 1; i <= 4096; ++i) print record = record "x" }' > expected
  same_bytes got expected
}
