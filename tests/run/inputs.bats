#!/usr/bin/env bats

load ../common

nasty=('a b' "it's" '"' $'\\' '\n' $'two\nlines' $'\ttab' '' ' ' '-n' '--help' '--' '*' '?' '[a-z]'
  '~' '#' '!' '$HOME' '$(id)' '`id`' ';' '|' '&' '<' '>' '(' ')' '{a,b}' '=' 'a=b' '%s' 'ü' $'\xff'
  $'\r' $'\001' '1' '::' '::::')

@test "each input is one argument of the program, whatever is in it" {
  printf '%s\0' "${nasty[@]}" | sort -z > expected
  muster run -z printf '%s\0' ::: "${nasty[@]}" > got
  same_bytes got expected
}

@test "each input is one word of a shell line, whatever is in it" {
  printf '%s\0' "${nasty[@]}" | sort -z > expected
  muster run -z 'printf "%s\0"' ::: "${nasty[@]}" > appended
  same_bytes appended expected
  muster run -z 'printf "%s\0" {}' ::: "${nasty[@]}" > in_place
  same_bytes in_place expected
}

@test "a thousand inputs are a thousand workers" {
  seq 1000 | sort > expected
  mapfile -t inputs < expected
  muster run echo ::: "${inputs[@]}" > got
  same_bytes got expected
}

@test "a second ::: is refused" {
  is_refused "':::'" run echo ::: a ::: b
}
