#!/usr/bin/env bats

load ../common

nasty=('a b' "it's" '"' $'\\' '' $'two\nlines' $'\t' '$HOME' '`id`' '*' '{}' ';' 'a=b' '~' '-n' $'\xff' '#x')

@test "--dry-run runs nothing, and prints what it would run" {
  run -0 --separate-stderr muster run --dry-run 'touch {}; echo {#}/{##} {%}' ::: a 'b c'
  equal "$output" "touch a; echo 1/2 1
touch 'b c'; echo 2/2 1"
  equal "$stderr" ''
  run -0 --separate-stderr muster run --dry-run -o out touch {} 'x y' ::: a 'b c'
  equal "$output" "touch a 'x y'
touch 'b c' 'x y'"
  equal "$(ls)" ''
}

@test "what --dry-run prints is what GNU parallel prints, but for quotes" {
  PARALLEL_HOME=$PWD parallel --will-cite --dry-run 'gzip {} > {/.}.{#}' ::: a/b.c d ::: e > expected
  muster run --dry-run 'gzip {} > {/.}.{#}' ::: a/b.c d ::: e > got
  same_bytes got expected
}

@test "what --dry-run prints does in a shell what the run does" {
  for command in 'printf "<%s>\n" {} {#}' 'printf "<%s>\n"'; do
    muster run --order=worker "$command" ::: "${nasty[@]}" ::: "${nasty[@]}" > expected
    muster run --dry-run "$command" ::: "${nasty[@]}" ::: "${nasty[@]}" | sh > got
    same_bytes got expected
  done
  muster run --order=worker printf '<%s>\n' '{} {#}' {} "it's" ::: "${nasty[@]}" > expected
  muster run --dry-run printf '<%s>\n' '{} {#}' {} "it's" ::: "${nasty[@]}" | sh > got
  same_bytes got expected
}

@test "a program that would be an assignment is quoted" {
  cp "$(type -P echo)" 'a=b'
  PATH=$PWD:$PATH
  run -0 muster run a=b c
  equal "$output" c
  run -0 bash -c '"$0" run --dry-run a=b c | sh' "$MUSTER"
  equal "$output" c
}

@test "--dry-run prints as inputs come" {
  mkfifo list
  muster run --dry-run -a list echo > got &
  exec 5> list
  echo a >&5
  wait_for got '^echo a$'
  echo b >&5
  exec 5>&-
  wait
  equal "$(cat got)" $'echo a\necho b'
}
