#!/usr/bin/env bats

load ../common

@test "a COMMAND in several words is run as it is, without a shell" {
  run --separate-stderr muster run --order=worker printf '%s\n' '$HOME' '*' 'a  b' ';' "it's" '>x'
  equal "$status" 0
  equal "$output" "\$HOME
*
a  b
;
it's
>x"
  [[ ! -e x ]]
}

@test "an empty word stays a word" {
  run -0 --separate-stderr muster run --order=worker printf '<%s>\n' a '' b
  equal "$output" '<a>
<>
<b>'
}

@test "options behind COMMAND are COMMAND's own" {
  run -0 --separate-stderr muster run echo --help -n -j 3
  equal "$output" '--help -n -j 3'
}

@test "-- ends the options of muster, and what follows is COMMAND" {
  run -127 --separate-stderr muster run -- -n a
  matches "$stderr" '^muster: P1 \(-n a\): '
  run -0 --separate-stderr muster run -r -- echo -- a
  equal "$output" '-- a'
}
