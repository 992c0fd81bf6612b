#!/usr/bin/env bats

load ../common

@test "--workers N starts COMMAND N times" {
  run -0 --separate-stderr muster run --workers 3 echo a
  equal "$output" 'a
a
a'
}

@test "without --workers COMMAND is started once" {
  run -0 --separate-stderr muster run echo a
  equal "$output" 'a'
}

@test "--workers is refused beside inputs" {
  is_refused '--workers' run --workers 2 echo ::: a
}

@test "--workers 0 is refused" {
  is_refused "--workers: invalid number '0': " run --workers 0 echo
}
