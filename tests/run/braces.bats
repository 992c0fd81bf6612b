#!/usr/bin/env bats

load ../common

@test "{} stands for the input, wherever and however often it is written" {
  run -0 --separate-stderr muster run --order=worker echo '<{}>' '{}{}' ::: x y
  equal "$output" '<x> xx
<y> yy'
  run -0 --separate-stderr muster run --order=worker 'echo {}-{}; echo {}' ::: x
  equal "$output" 'x-x
x'
}

@test "without {} the input is appended" {
  run -0 --separate-stderr muster run --order=worker echo a ::: x 'y  z'
  equal "$output" 'a x
a y  z'
  run -0 --separate-stderr muster run --order=worker 'echo a' ::: x 'y  z'
  equal "$output" 'a x
a y  z'
}

@test "{#} is the number of the worker" {
  run -0 --separate-stderr muster run --order=worker echo '{#}/{#}' ::: x y
  equal "$output" '1/1
2/2'
  run -0 --separate-stderr muster run --order=worker 'echo {#} {}' ::: x y
  equal "$output" '1 x
2 y'
  run -0 --separate-stderr muster run --order=worker --workers 2 echo '{#}'
  equal "$output" '1
2'
}

@test "{} may be the program itself" {
  run -0 --separate-stderr muster run --order=worker '{}' a ::: echo printf
  equal "$output" 'a
a'
}

@test "braces inside an input are left alone" {
  run -0 --separate-stderr muster run echo '{#}' '{}' ::: '{}{#}'
  equal "$output" '1 {}{#}'
  run -0 --separate-stderr muster run 'echo {#} {}' ::: '{}{#}'
  equal "$output" '1 {}{#}'
}

@test "a shell line with {} between quotes is refused: the input is quoted already" {
  for line in 'cat "{}"' "cat '{}'" 'echo "a {1/.} b"' "echo '{-1}'"; do
    is_refused '[{].*[}] stands between quotes in COMMAND: leave the quotes out' run "$line" ::: x
  done
  run -0 --separate-stderr muster run 'echo "$(echo {})" "{#}"' ::: 'a  b'
  equal "$output" 'a  b 1'
  run -0 --separate-stderr muster run echo '"{}"' ::: x # no shell, no quotes
  equal "$output" '"x"'
}

@test "without inputs {} is left alone" {
  run -0 --separate-stderr muster run echo '{}'
  equal "$output" '{}'
}
