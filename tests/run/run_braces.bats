#!/usr/bin/env bats

load common

@test "{} stands for the input, wherever and however often it is written" {
  run --separate-stderr muster run --order=worker echo '<{}>' '{}{}' ::: x y
  equal "$output" '<x> xx
<y> yy'
  run --separate-stderr muster run --order=worker 'echo {}-{}; echo {}' ::: x
  equal "$output" 'x-x
x'
}

@test "without {} the input is appended" {
  run --separate-stderr muster run --order=worker echo a ::: x 'y  z'
  equal "$output" 'a x
a y  z'
  run --separate-stderr muster run --order=worker 'echo a' ::: x 'y  z'
  equal "$output" 'a x
a y  z'
}

@test "{#} is the number of the worker" {
  run --separate-stderr muster run --order=worker echo '{#}/{#}' ::: x y
  equal "$output" '1/1 x
2/2 y'
  run --separate-stderr muster run --order=worker 'echo {#} {}' ::: x y
  equal "$output" '1 x
2 y'
  run --separate-stderr muster run --order=worker --workers 2 echo '{#}'
  equal "$output" '1
2'
}

@test "{} may be the program itself" {
  run --separate-stderr muster run --order=worker '{}' a ::: echo printf
  equal "$output" 'a
a'
}

@test "braces inside an input are left alone" {
  run --separate-stderr muster run echo '{#}' '{}' ::: '{}{#}'
  equal "$output" '1 {}{#}'
  run --separate-stderr muster run 'echo {#} {}' ::: '{}{#}'
  equal "$output" '1 {}{#}'
}

@test "without inputs {} is left alone" {
  run --separate-stderr muster run echo '{}'
  equal "$output" '{}'
}
