#!/usr/bin/env bats

load common

# Three numbers of each of four workers, always the same.
demo() {
  muster demo --random-seed 5 --count 3 --max 1000 "$@"
}

@test "ascending is the default order" {
  demo > default
  demo --order=ascending > ascending
  same_bytes default ascending
  numbers_of "$(< default)" | sort -n -c
}

@test "descending is the reverse of ascending" {
  numbers_of "$(demo)" | tac > expected
  numbers_of "$(demo --order=descending)" > got
  same_bytes got expected
}

@test "worker lists all of P1, then all of P2, and so on" {
  muster demo --order=worker --explain > out 2> story
  for p in P1 P2 P3 P4; do
    sed -n "s/.* $p .* draws \([0-9]*\),.*/\1/p" story
  done > draws
  numbers_of "$(< out)" > got
  equal "$(wc -l < got)" 4
  same_bytes got draws
}

@test "round-robin lists one of each worker in turn" {
  numbers_of "$(demo --order=worker)" > by_worker
  for i in 1 2 3; do
    sed -n "$i~3p" by_worker
  done > expected
  numbers_of "$(demo --order=round-robin)" > got
  same_bytes got expected
}

@test "arrival lists the numbers as init reads them" {
  for _ in {1..10}; do
    muster demo --order=arrival --explain > out 2> story
    sed -n 's/.* init .* reads [0-9]* bytes of \(P[0-9]*\) .*/\1/p' story | while read -r p; do
      sed -n "s/.* $p .* draws \([0-9]*\),.*/\1/p" story
    done > expected
    numbers_of "$(< out)" > got
    equal "$(wc -l < got)" 4
    same_bytes got expected
  done
}

@test "every order gives the same numbers" {
  numbers_of "$(demo)" > expected
  for order in descending arrival worker round-robin; do
    numbers_of "$(demo --order="$order")" | sort -n > got
    same_bytes got expected
  done
}

@test "the last of several orders counts" {
  equal "$(demo --order=descending --order=ascending)" "$(demo)"
  equal "$(demo --order=worker --order=descending)" "$(demo --order=descending)"
}

@test "an unknown order is refused" {
  is_refused "--order: 'sideways' .*ascending, descending, arrival, worker, round-robin" \
    demo --order=sideways
}
