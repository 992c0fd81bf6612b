#!/usr/bin/env bats

load ../common

@test "a COMMAND in one word is a line for /bin/sh" {
  run -0 --separate-stderr muster run 'for i in 3 1 2; do echo $i; done | tr 1 9; readlink /proc/$$/exe'
  equal "$output" "$(readlink -f /bin/sh)
2
3
9"
}

@test "an empty line writes nothing and ends well" {
  run --separate-stderr muster run ''
  equal "$status" 0
  equal "$output$stderr" ''
}
