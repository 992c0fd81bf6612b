#!/usr/bin/env bats

load ../common

# as_parallel ARGUMENT…: muster run and GNU parallel print the same.
as_parallel() {
  PARALLEL_HOME=$PWD parallel --will-cite -k -j1 "$@" > expected < /dev/null
  muster run -j1 --order=worker "$@" > got
  cmp got expected && return
  printf 'arguments: %s\n' "$*"
  return 1
}

paths=(/a/b.c/d.e.gz x.y / a/ a/b .hid a/.hid a.b/c '' /x //x//y x/y/ x. 'a b/c d.e f' "it's/x.'y'" './-n' '..' 'a/..' '.' ü/ö.ä)

@test "parts of paths are those of GNU parallel" {
  as_parallel 'printf "<%s>" {.} {/} {//} {/.}; echo' ::: "${paths[@]}"
  as_parallel 'printf "<%s>" {2.} {2/} {2//} {2/.} {-1.} {1}; echo' ::: 1 ::: "${paths[@]}"
}

@test "numbers of the worker and of its slot replace, and then nothing is appended" {
  as_parallel 'echo {#}' ::: a b c
  as_parallel 'echo {%}' ::: a b c
  as_parallel 'echo {#} {%} {}' ::: a b c
}

@test "{##} is the number of all workers, also when the inputs are read from a pipe" {
  run -0 muster run --order=worker 'echo {#}/{##}' ::: a b ::: 1 2
  equal "$output" $'1/4\n2/4\n3/4\n4/4'
  run -0 muster run --order=worker -a - 'echo {#}/{##} {}' < <(echo a; sleep 0.1; echo b)
  equal "$output" $'1/2 a\n2/2 b'
  run -0 muster run --order=worker --workers 2 'echo {#}/{##}'
  equal "$output" $'1/2\n2/2'
}

@test "{%} is the number of the slot, as in the environment" {
  run -0 muster run --order=worker -j1 'echo {%} $MUSTER_SLOT $MUSTER_WORKER' ::: a b
  equal "$output" $'1 1 1\n1 1 2'
  mkdir running
  muster run -j3 'mkdir running/{%} && sleep 0.0{#} && rmdir running/{%} && echo $((MUSTER_SLOT == {%}))' \
    ::: {1..30} > got
  equal "$(uniq -c got | tr -s ' ')" ' 30 1'
}

@test "a column that does not exist stands for nothing" {
  as_parallel 'printf "<%s>" x{3}x {3} {1} end; echo' ::: a ::: b
  run -0 muster run --order=worker printf '<%s>\n' '{2}' 'x{2}x' '{1}' ::: a
  equal "$output" $'<xx>\n<a>'
}

@test "other braces are left alone" {
  as_parallel 'echo "{a}" "{ }" "{+1}" "{" {}' ::: x
  run -0 muster run awk 'BEGIN{print "{}", ARGV[1]}' ::: x
  equal "$output" 'x '
  run -0 muster run 'awk "BEGIN{print 1}" {}' ::: x
  equal "$output" 1
}

@test "--tagstring takes all replacement strings" {
  run -0 muster run --order=worker --tagstring '{2/.}-{1}-{#}/{##}' 'echo {1}' ::: a b ::: x/y.z
  equal "$output" $'y-a-1/2\ta\ny-b-2/2\tb'
}

@test "a tag that cannot stand before a record ends the run when inputs are read from a file" {
  printf 'a\0b\nc\0' > list
  play "$MUSTER" run -0 -a list --tagstring '{}' echo
  ended_with 125
  printed
  said 'muster: --tagstring: the tag of P2 contains the record delimiter'
}
