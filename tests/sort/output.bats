#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  printf '%s\n' 3 1 2 > x
  printf '%s\n' b a > y
}

@test "-o FILE takes the result, and stdout nothing" {
  run --separate-stderr muster sort x y -o file
  equal "$status" 0
  equal "$output$stderr" ''
  equal "$(< file)" $'1\n2\n3\na\nb'
}

@test "FILE may be an input" {
  sort x y x > expected
  muster sort -o x x y x
  same_bytes x expected
  muster sort y --output=y
  equal "$(< y)" $'a\nb'
}

@test "FILE may be stdin" {
  # shellcheck disable=SC2094 # it is what is tested
  muster sort -o x < x
  equal "$(< x)" $'1\n2\n3'
}

@test "FILE may be named twice, but not two FILEs" {
  muster sort -o file -o file x
  equal "$(< file)" $'1\n2\n3'
  run --separate-stderr muster sort -o new -o newer x
  equal "$status" 2
  matches "$stderr" '^muster: sort: multiple output files specified'
  [[ ! -e new && ! -e newer ]]
}

@test "FILE is kept when an input is missing" {
  echo old > file
  run --separate-stderr muster sort -o file x missing
  equal "$status" 2
  equal "$stderr" 'muster: cannot read: missing: No such file or directory'
  equal "$(< file)" old
}

@test "FILE is kept when an input cannot be read" {
  echo old > file
  mkdir folder
  run --separate-stderr muster sort -o file x folder
  equal "$status" 2
  equal "$stderr" 'muster: read failed: folder: Is a directory'
  equal "$(< file)" old
}

@test "no FILE is made, and nothing else left, when an input is missing" {
  run --separate-stderr muster sort -o file missing
  equal "$status" 2
  equal "$(find . -mindepth 1 -printf '%P\n' | sort | paste -s -d ' ')" 'x y'
}

@test "FILE is emptied by empty inputs" {
  echo old > file
  muster sort -o file /dev/null
  [[ -e file && ! -s file ]]
}

@test "nothing is printed when an input is missing" {
  run --separate-stderr muster sort x missing y
  equal "$status" 2
  equal "$output" ''
  equal "$stderr" 'muster: cannot read: missing: No such file or directory'
}

@test "a device that is full is trouble" {
  for call in 'sort x > /dev/full' 'sort -o /dev/full x'; do
    run --separate-stderr bash -c "\"\$MUSTER\" $call"
    equal "$status" 2
    matches "$stderr" '^muster: .*: No space left on device$'
  done
}

@test "a large result for a device that is full is trouble" {
  seq 300000 > large
  run --separate-stderr bash -c "\"\$MUSTER\" sort large > /dev/full"
  equal "$status" 2
  matches "$stderr" '^muster: .*: No space left on device$'
}

@test "a closed stdout is trouble, if there is something to print" {
  run --separate-stderr bash -c "\"\$MUSTER\" sort x >&-"
  equal "$status" 2
  matches "$stderr" '^muster: .*: Bad file descriptor$'
  run --separate-stderr bash -c "\"\$MUSTER\" sort /dev/null >&-"
  equal "$status$stderr" 0
  run --separate-stderr bash -c "\"\$MUSTER\" sort -o file x >&-"
  equal "$status$stderr" 0
}

@test "a closed stdin is trouble, if it is to be read" {
  run --separate-stderr bash -c "\"\$MUSTER\" sort <&-"
  equal "$status" 2
  matches "$stderr" '^muster: .*: -: Bad file descriptor$'
  run --separate-stderr bash -c "\"\$MUSTER\" sort x <&-"
  equal "$status$stderr" 0
}

@test "muster sort | head -1 prints the first record and makes no noise" {
  seq 300000 > large
  muster sort -n large 2> err | head -n 1 > got
  statuses="${PIPESTATUS[*]}"
  equal "$(< got)" 1
  equal "$(< err)" ''
  equal "$statuses" '141 0'
}
