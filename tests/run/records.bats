#!/usr/bin/env bats

load ../common

@test "records may hold any bytes" {
  # A program is a file in which every byte occurs.
  cp "$MUSTER" binary
  echo end >> binary
  sort binary > expected
  muster run cat ::: binary > got
  same_bytes got expected
  sort -z binary > expected
  muster run -z cat ::: binary > got
  same_bytes got expected
}

@test "each single byte but the newline is a record of its own" {
  awk 'BEGIN { for (i = 0; i < 256; ++i) if (i != 10) printf "%c\n", i }' > bytes
  equal "$(wc -c < bytes)" 510
  tac bytes > backwards
  muster run cat ::: backwards > got
  same_bytes got bytes
}

@test "NUL sorts before everything, and a record before one that goes on" {
  printf 'a\0b\na\na\0\n\0\n\na\001\n' > records
  printf '\n\0\na\na\0\na\0b\na\001\n' > expected
  muster run cat ::: records > got
  same_bytes got expected
}

@test "empty records are kept" {
  run -0 --separate-stderr muster run 'printf "\n\na\n\n"; echo .'
  equal "$output" $'\n\n\n.\na'
}

@test "a last record without a newline gets one" {
  muster run printf ::: b a 'd\nc' > got
  printf 'a\nb\nc\nd\n' > expected
  same_bytes got expected
  muster run -z printf ::: b a > got
  printf 'a\0b\0' > expected
  same_bytes got expected
  for order in arrival worker round-robin; do
    equal "$(muster run -j 1 --order="$order" printf ::: b a)" $'b\na'
  done
}

@test "no output of any worker gives no output" {
  for order in ascending descending arrival worker round-robin; do
    run --separate-stderr muster run --order="$order" --workers 3 'touch "$MUSTER_WORKER"'
    equal "$status" 0
    rm 1 2 3
    equal "$output$stderr" ''
  done
}

@test "no inputs behind ::: start nothing and give no output" {
  run --separate-stderr muster run 'touch started; echo a' :::
  equal "$status" 0
  equal "$output$stderr" ''
  run --separate-stderr muster run :::
  equal "$status" 0
  [[ ! -e started ]]
}

@test "a line of 200 MB is a record like any other" {
  set -o pipefail
  long='head -c 200000000 /dev/zero | tr "\0" x'
  { echo a; bash -c "$long"; echo; echo y; } | cksum > expected
  muster run ::: 'echo y' "$long" 'echo a' | cksum > got
  same_bytes got expected
}

@test "a record longer than 1 GiB is an error that names the worker and the record" {
  # Its end comes with the last bytes of the worker, when that may have been reaped already.
  muster run ::: 'echo a' 'echo b; echo c; head -c 1073741825 /dev/zero' > out 2> err || status=$?
  equal "$(head -c 100 out | tr '\0' @)" ''
  equal "$status" 1
  matches "$(< err)" '^muster: P2 \(pid [0-9]+, .*\): record 3 is longer than 1 GiB'
}

@test "records are whole whatever pieces they are written in" {
  pieces='for i in 1 2 3 4 5 6; do printf $i; sleep 0.01; printf {}; sleep 0.01; echo; done'
  muster run -j 0 "$pieces" ::: a b c d > got
  printf '%s\n' {1..6}{a,b,c,d} > expected
  same_bytes got expected
}
