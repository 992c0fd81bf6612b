#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  printf 'a\nb\nc\n' > f1
  printf '1\n2' > f2
  printf 'x\n\ny z\n' > f3
}

# as_parallel ARGUMENT…: muster run and GNU parallel print the same, with the same status.
as_parallel() {
  local theirs=0
  PARALLEL_HOME=$PWD parallel --will-cite -k -j1 "$@" > expected 2> said < /dev/null || theirs=$?
  [[ ! -s said ]] || fail "parallel says: $(cat said)"
  muster run -j1 --order=worker "$@" > got
  [[ $theirs == 0 ]] && same_bytes got expected && return
  printf 'arguments: %s\n' "$*"
  return 1
}

@test "several lists are combined as GNU parallel does, linked ones one to one" {
  for lists in '::: a b' '::: a b ::: 1 2 ::: x y' '::: a b :::+ 1 2' '::: a b c :::+ 1 2' \
    '::: a :::+ 1 2' '::: a b ::: 1 2 3 :::+ x y z' '::: a b :::+ 1 2 ::: x y' ':::+ a b' \
    ':::: f1' ':::: f1 f2' ':::: f1 ::::+ f2' ':::: f1 ::::+ f2 f3' ':::: f1 f3 ::::+ f2' \
    '::: p q :::: f1' ':::: f1 ::: p q' ':::: f2 :::+ p q ::: x' '::: a ::: b :::: f3 :::+ c d e'; do
    # shellcheck disable=SC2086  # words
    as_parallel echo $lists
    # shellcheck disable=SC2086
    as_parallel 'echo {2}-{1}_{-1} {}' $lists
  done
}

@test "-a is a list of the lines of a file, before those after COMMAND" {
  as_parallel -a f1 echo
  as_parallel -a f1 -a f2 echo
  as_parallel -a f1 -a f3 echo ::: p q
  as_parallel --arg-file f1 echo '{2}{1}' :::: f2
  seq 3 > expected
  for source in '-a - echo' 'echo :::: -'; do
    # shellcheck disable=SC2086  # words
    muster run $source < expected > got
    same_bytes got expected
  done
  run -0 muster run --order=worker -a f2 echo :::: - < f1
  equal "$output" $'1 a\n1 b\n1 c\n2 a\n2 b\n2 c'
}

@test "-0: inputs in files end with NUL" {
  printf 'a b\0c\nd\0\0e' > list
  as_parallel -0 -a list 'printf "<%s>\n"'
  as_parallel --null 'printf "<%s>\n" {1} {2}' :::: list ::: x
  printf 'a\0b\0' > list
  as_parallel -0 -a list echo
}

@test "--colsep splits inputs as GNU parallel does" {
  printf 'a,b,c\nd\n,\n\ne,,f,\n' > table
  for command in 'printf "<%s>" {1} x{2}x x{3}x {}; echo' 'printf "<%s>\n"' 'echo {2}' 'echo {-1}'; do
    as_parallel --colsep , -a table "$command"
    as_parallel --colsep , "$command" ::: 1,2 3 ::: 4,5
  done
  as_parallel --colsep '\t' 'echo {2}' ::: $'a\tb'
  as_parallel --colsep ', *' 'echo {2} {1}' ::: 'a,  b'
  as_parallel --colsep '\s+' 'printf "<%s>\n"' ::: ' a  b '
  as_parallel --colsep '[,;]' 'echo {3} {2}' ::: 'a,b;c'
  as_parallel --colsep '\|' 'echo {2}' ::: 'a|b'
}

@test "--colsep keeps blanks, as inputs are never changed" {
  run -0 muster run --colsep , 'printf "<%s>" {1} {2}; echo' ::: ' a , b'
  equal "$output" '< a >< b>'
}

@test "--header : names the columns by the first input of each list" {
  printf 'name,size.x\na/b.c,1\nd,2\n' > table
  as_parallel --header : --colsep , -a table 'echo {size.x} {name} {name.} {name/} {name//} {name/.} {}'
  as_parallel --header : 'echo {f}-{g} {1} {h}' ::: f a b ::: g 1 2
  as_parallel --header : 'echo {g}-{f}' ::: f a b :::+ g 1 2
  as_parallel --header : --colsep , 'echo {h} {name}' :::: table ::: h x y
  as_parallel --header : 'echo {a b}' ::: 'a b' c
  printf 'name\tsize x\n\ta b\nc \t d\n' > table
  as_parallel --header : 'printf "<%s>" {size x} {name} {}; echo' :::: table
  as_parallel --header : 'printf "<%s>" {2} {g} {1}; echo' :::: table :::+ g 1 2
  run -0 muster run --header : --header 1 --order=worker 'echo head; echo {f}' ::: f a b
  equal "$output" $'head\na\nb'
}

@test "--max-args gives several inputs to a worker" {
  as_parallel --max-args 2 'printf "<%s>\n"' ::: a 'b  c' d
  as_parallel --max-args 2 'echo {} / {1} / {2}' ::: a b c
  as_parallel --max-args 2 'echo {.}' ::: a.x b.y c
  as_parallel --max-args 4 --colsep , 'echo {1}{2}{3}{4}' ::: a,b c,d
  run -0 muster run --order=worker --max-args 2 printf '<%s>\n' '{}' ::: a 'b  c' d
  equal "$output" $'<a>\n<b  c>\n<d>'
  run -0 muster run --order=worker --max-args 3 echo ::: a b ::: 1 2
  equal "$output" $'a 1 a 2 b 1\nb 2'
}

@test "without COMMAND the lines of a file are command lines" {
  printf 'echo {} {#}\necho b  b; echo c\n' > lines
  run -0 muster run --order=worker -a lines
  equal "$output" $'{} 1\nb b\nc'
}

@test "inputs and commands made at random give what GNU parallel gives" {
  local line arguments
  python3 "$BATS_TEST_DIRNAME/../tools/inputs.py" 1 60 > lines
  while IFS= read -r line <&9; do
    eval "arguments=($line)"
    as_parallel "${arguments[@]}"
  done 9< lines
}
