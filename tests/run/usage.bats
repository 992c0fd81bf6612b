#!/usr/bin/env bats

load ../common

@test "run refuses what it does not know" {
  is_refused '--bogus' run --bogus echo
  is_refused "option -- 'x'" run -x echo
  is_refused "option -- 'x'" run -nx echo
}

@test "an option without its argument, or with one it does not take, is refused" {
  is_refused "argument -- 'j'" run -j
  is_refused '--output' run --output
  is_refused '--reverse' run --reverse=yes echo
}

@test "nothing to run is refused" {
  is_refused 'COMMAND' run
  is_refused 'COMMAND' run -n
}

@test "long options may be shortened as long as they are unique" {
  run --separate-stderr muster run --num --rev --jobs=1 --work 2 printf '9\n10\n'
  equal "$status" 0
  equal "$output" $'10\n10\n9\n9'
  is_refused '--o' run --o=x echo
}

@test "short options may be joined, also with the last one's argument" {
  run -0 --separate-stderr muster run -nrj1 printf '9\n10\n'
  equal "$output" $'10\n9'
}

@test "options that would do nothing are refused" {
  is_refused 'options that compare' run -n --order=worker echo
  is_refused 'options that compare' run --order=arrival -u echo
  is_refused '--output: the name of the file is empty' run -o '' echo
}
