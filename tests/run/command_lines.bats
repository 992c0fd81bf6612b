#!/usr/bin/env bats

load ../common

@test "without COMMAND each input is a shell line of its own" {
  run --separate-stderr muster run ::: 'echo b | tr b c' 'printf "a\nd\n"' 'exit 0'
  equal "$status" 0
  equal "$output" 'a
c
d'
}

@test "{#} in such a line is the number of the worker, and {} is left alone" {
  run -0 --separate-stderr muster run --order=worker ::: 'echo {} {#}' 'echo {#}'
  equal "$output" '{} 1
2'
}
