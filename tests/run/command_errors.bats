#!/usr/bin/env bats

load ../common

@test "a command that is not found gives 127" {
  run -127 --separate-stderr muster run no-such-program-here a
  equal "$output" ''
  equal "$stderr" 'muster: P1 (no-such-program-here a): cannot be run: No such file or directory'
  run -127 --separate-stderr muster run ./nor/this a
}

@test "a command that may not be run gives 126" {
  echo 'echo a' > script
  run --separate-stderr muster run ./script a
  equal "$status" 126
  equal "$output" ''
  equal "$stderr" 'muster: P1 (./script a): cannot be run: Permission denied'
  run --separate-stderr muster run / a
  equal "$status" 126
}

@test "the statuses are those of timeout" {
  echo 'echo a' > script
  for command in no-such-program-here ./script /etc ./script/in; do
    expected=0
    timeout 10 "$command" a || expected=$?
    got=0
    muster run "$command" a || got=$?
    equal "$got" "$expected"
  done
}

@test "several words of which the first is a line were meant to be command lines" {
  is_refused "there is no program 'echo a': several words are one command without a shell; put ::: before command lines" \
    run 'echo a' 'echo b'
  is_refused "there is no program 'cat [{}]+':" run 'cat {}' x ::: a
}

@test "an option after a command line was meant for muster" {
  is_refused "'-n' after COMMAND is an argument of COMMAND; put it before 'seq 3'" run 'seq 3' -n
  is_refused "'--output=x' after COMMAND .*" run 'seq 3' --output=x ::: 1
}

@test "a program may have a blank in its name" {
  printf '#!/bin/sh\necho "$@"\n' > 'my program'
  chmod +x 'my program'
  equal "$(muster run './my program' a b)" 'a b'
}
