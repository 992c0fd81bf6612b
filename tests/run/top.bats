#!/usr/bin/env bats

load ../common

# The same number in each of three files.
make_files() {
  keyed_lines 180000 | split -l 60000 - part-
}

# Of run and of sort, in much memory and in little: what GNU sort and head say.
top_is_head() {
  local count=$1 size
  shift
  sort "$@" part-aa part-ab part-ac 2>/dev/null | head -n "$count" > expected
  for size in 1G 300K; do
    muster run -S $size --top "$count" "$@" cat ::: part-aa part-ab part-ac > got
    same_bytes got expected || { echo "run -S $size --top $count $*"; false; }
    muster sort -S $size --top "$count" "$@" part-aa part-ab part-ac > got
    same_bytes got expected || { echo "sort -S $size --top $count $*"; false; }
  done
}

@test "--top K prints what sorting and head -n K print, by every key and option" {
  make_files
  local count
  for count in 1 10 1000; do
    top_is_head $count
    top_is_head $count -n
    top_is_head $count -nr
    top_is_head $count -n -s
    top_is_head $count -n -u
    top_is_head $count -nr -u
    top_is_head $count -t $'\t' -k1,1n
    top_is_head $count -t $'\t' -k1,1n -s
    top_is_head $count -t $'\t' -k2,2g -k3,3r
    top_is_head $count -t $'\t' -k3,3f -s
    top_is_head $count -t $'\t' -k3,3 -u
    top_is_head $count -u -t $'\t' -k2,2n
  done
}

@test "a top that memory does not hold is spilled, and the bytes are the same" {
  make_files
  local options
  for options in '' -n '-s -k1,1n' '-u -k1,2'; do
    # shellcheck disable=SC2086  # several words
    top_is_head 100000 $options
  done
}

@test "a top of all there is, of more, and of nothing" {
  seq 20 | shuf > x
  seq 20 > expected
  muster run -n --top 20 cat ::: x > got
  same_bytes got expected
  muster run -n --top 18446744073709551614 cat ::: x > got
  same_bytes got expected
  equal "$(muster run --top 0 cat ::: x)" ''
  equal "$(muster run --top 0 --order=worker cat ::: x)" ''
  equal "$(muster sort --top 0 x)" ''
  equal "$(seq 200000 | muster sort --top 0)" ''
}

@test "records that end with NUL are counted by it" {
  printf 'b\nc\0a\n\0z\0' > x
  muster run -z --top 2 cat ::: x > got
  printf 'a\n\0b\nc\0' > expected
  same_bytes got expected
}

@test "--top takes memory for K records, no matter how many there are" {
  seq 3000000 -1 1 > falling
  seq 3000000 | shuf --random-source=<(yes) > mixed
  # Were anything spilled, this would fail.
  local options
  for file in falling mixed; do
    for options in -n '-n -s' '-k1,1n -u' ''; do
      # shellcheck disable=SC2086  # several words
      muster run -S 16M -T nowhere $options --top 10 cat ::: $file > got
      # shellcheck disable=SC2086
      sort $options $file | head > expected
      same_bytes got expected
    done
    muster sort -S 16M -T nowhere -n --top 10 $file > got
    seq 10 > expected
    same_bytes got expected
  done
}

@test "equal records are the first ones by worker, whenever they came" {
  make_files
  for file in part-aa part-ab part-ac; do sed "s/^/x\t$file\t/" $file > $file.named; done
  # P1 comes last, and has all of the first.
  muster run -j 3 -s -k1,1 --top 50000 ::: 'until [ -e others ]; do sleep 0.01; done; sleep 0.2; cat part-aa.named' \
    'cat part-ab.named' 'cat part-ac.named; touch others' > got
  head -n 50000 part-aa.named > expected
  same_bytes got expected
  rm others
  muster run -j 2 -u -k1,1 --top 2 ::: 'until [ -e others ]; do sleep 0.01; done; sleep 0.2; cat part-aa.named' \
    'cat part-ab.named; touch others' > got
  head -n 1 part-aa.named > expected
  same_bytes got expected
}

@test "orders that stream print the first records as they come, and drop the rest" {
  seq 5 > x
  seq 11 15 > y
  equal "$(muster run --order=worker --top 7 cat ::: x y | tr '\n' ' ')" '1 2 3 4 5 11 12 '
  equal "$(muster run --order=round-robin --top 3 cat ::: x y | tr '\n' ' ')" '1 11 2 '
  equal "$(muster run --order=arrival --top 3 cat ::: x | tr '\n' ' ')" '1 2 3 '
  equal "$(muster run -m -nu --top 3 cat ::: x x y | tr '\n' ' ')" '1 2 3 '
  equal "$(muster sort -m -n --top 6 x y | tr '\n' ' ')" '1 2 3 4 5 11 '
  # The first is there before the worker ends; what comes later is read all the same.
  mkfifo records
  muster run --order=arrival --top 1 'echo a; until [ -e go ]; do sleep 0.01; done; seq 100000; touch done' > records &
  exec 4< records
  read -r -t 30 record <&4
  equal "$record" a
  touch go
  equal "$(cat <&4)" ''
  wait $!
  [ -e 'done' ]
}

@test "a worker that fails is an error, whether its records are among the first or not" {
  run --separate-stderr muster run --top 1 ::: 'echo a' 'echo z; exit 3'
  equal "$status$output" 1
  matches "$stderr" 'P2 .*exited with status 3'
  run --separate-stderr muster run --partial --top 1 ::: 'echo a; exit 3' 'echo y; echo z'
  equal "$status$output" 1y
}

@test "--debug shows the keys of the first records" {
  equal "$(printf 'b\na\nc\n' | muster sort --debug --top 2 2>/dev/null)" $'a\n_\nb\n_'
}

@test "what is no number is refused" {
  is_refused "--top: invalid number '-1': expected a whole number from 0 to" run --top=-1 cat ::: x
  is_refused "--top: invalid number '': expected a whole number" run --top= cat ::: x
  is_refused "--top: invalid number '1k': expected a whole number" run --top 1k cat ::: x
  run --separate-stderr muster sort --top x
  equal "$status$output" 2
  matches "$stderr" "invalid number 'x': expected a whole number"
  run --separate-stderr muster sort -c --top 1
  equal "$status" 2
  matches "$stderr" "'-c --top' are incompatible"
}

@test "--explain tells how many are kept" {
  run --separate-stderr muster run --explain --top 2 seq 5
  matches "$stderr" 'Scheduler .* keeps the first 2'
}
