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

@test "no shell is started for a line that needs none, and what is said does not depend on it" {
  command -v strace >/dev/null || skip 'there is no strace'
  printf '#!/bin/sh\necho "$# $1 $2"' >script
  echo 'not a program' >file
  chmod +x script
  # Without the functions that bats exports, of which only sh can know what they are for.
  env -i "PATH=$PATH" "PWD=$PWD" strace -f -qq -e trace=execve -e signal=none -o calls \
    "$MUSTER" run "./script {} 'a  b'" ::: "it's" >got
  equal "$(cat got)" "2 it's a  b"
  run ! grep -q '"/bin/sh", "-c"' calls
  local line
  # Each with a variable that needs a shell, and without.
  for line in ./file ./missing missing-program /; do
    run --separate-stderr env -i "PATH=$PATH" "PWD=$PWD" "$MUSTER" run "$line"
    local without=$status$output$stderr
    run --separate-stderr env -i "PATH=$PATH" "PWD=$PWD" "$MUSTER" run "$line"'$none'
    equal "$(sed -E 's/pid [0-9]+//; s/[$]none//' <<<"$without")" \
      "$(sed -E 's/pid [0-9]+//; s/[$]none//' <<<"$status$output$stderr")"
  done
}
