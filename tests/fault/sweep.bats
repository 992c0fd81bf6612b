#!/usr/bin/env bats
load ../common

name=/dev/shm/muster-test-$$

@test "a segment whose owner is dead is swept by the next run" {
  : >"$name"
  play "$MUSTER" demo
  ended_with 0
  [ ! -e "$name" ] || fail 'it is still there'
}

@test "a segment whose owner lives is left alone" {
  # Locked before it has the name, as segments are: tests that run beside this one sweep too.
  exec 9>"/dev/shm/not-yet-$$"
  flock -s 9
  mv "/dev/shm/not-yet-$$" "$name"
  play "$MUSTER" demo
  ended_with 0
  [ -e "$name" ] || fail 'it is gone'
  rm "$name"
}

@test "what has a segment's name and is none is left alone" {
  touch precious
  ln -s "$PWD/precious" "$name-link"
  mkfifo "$name-fifo"
  play "$MUSTER" demo
  ended_with 0
  [ -e precious ] && [ -L "$name-link" ] && [ -p "$name-fifo" ] || fail 'it is gone'
  rm "$name-link" "$name-fifo"
}
