#!/usr/bin/env bats

load common

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
