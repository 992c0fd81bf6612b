#!/usr/bin/env bats

load ../common

# demo FILE OPTION...: lists three numbers of each of four workers, always the same, in FILE.
demo() {
  muster demo --random-seed 5 --count 3 --max 1000 "${@:2}" > "$1.list"
  numbers_of "$(< "$1.list")" > "$1"
  equal "$(wc -l < "$1")" 12
}

@test "ascending is the default order" {
  demo default
  demo ascending --order=ascending
  same_bytes default ascending
  sort -n -c default
}

@test "descending is the reverse of ascending" {
  demo ascending
  demo got --order=descending
  tac ascending > expected
  same_bytes got expected
}

@test "worker lists all of P1, then all of P2, and so on" {
  muster demo --order=worker --explain > out 2> story
  for p in P1 P2 P3 P4; do
    sed -n "s/.* $p .* draws \([0-9]*\)$/\1/p" story
  done > draws
  numbers_of "$(< out)" > got
  equal "$(wc -l < got)" 4
  same_bytes got draws
}

@test "round-robin lists one of each worker in turn" {
  demo by_worker --order=worker
  for i in 1 2 3; do
    sed -n "$i~3p" by_worker
  done > expected
  demo got --order=round-robin
  same_bytes got expected
}

@test "arrival lists the numbers as init reads them" {
  for _ in {1..10}; do
    muster demo --order=arrival --explain > out 2> story
    sed -n "s/.* init .* reads [0-9]* bytes from \(P[0-9]*\)'s pipe .*/\1/p" story | while read -r p; do
      sed -n "s/.* $p .* draws \([0-9]*\)$/\1/p" story
    done > expected
    numbers_of "$(< out)" > got
    equal "$(wc -l < got)" 4
    same_bytes got expected
  done
}

@test "every order gives the same numbers" {
  demo expected
  for order in descending arrival worker round-robin; do
    demo got --order="$order"
    sort -n got > sorted
    same_bytes sorted expected
  done
}

@test "the last of several orders counts" {
  demo ascending
  demo got --order=descending --order=ascending
  same_bytes got ascending
  demo descending --order=descending
  demo got --order=worker --order=descending
  same_bytes got descending
}

@test "an unknown order is refused" {
  run --separate-stderr muster demo --order=sideways
  equal "$status" 125
  equal "$output" ''
  equal "$stderr" "muster: demo: invalid argument 'sideways' for '--order'
Valid arguments are:
  - 'ascending'
  - 'descending'
  - 'arrival'
  - 'worker'
  - 'round-robin'
Try 'muster demo --help' for more information."
}

@test "the word of --order may be shortened as long as it is unique" {
  demo expected --order=descending
  demo got --ord=d
  same_bytes got expected
  run --separate-stderr muster demo --order=a
  equal "$status" 125
  equal "${stderr_lines[0]}" "muster: demo: ambiguous argument 'a' for '--order'"
}
