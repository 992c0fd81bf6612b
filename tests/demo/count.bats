#!/usr/bin/env bats

load ../common

@test "--count K makes each worker write K numbers" {
  muster demo --count 25 --workers 3 > out
  equal "$(numbers_of "$(< out)" | wc -l)" 75
}

@test "--count 0 gives the empty list" {
  for order in ascending descending arrival worker round-robin; do
    run --separate-stderr muster demo --count 0 --order="$order"
    equal "$status" 0
    equal "$output" '[]'
  done
}

@test "a hundred thousand numbers a worker are still one list in order" {
  muster demo --count 100000 --max 1000000 > out
  equal "$(wc -l < out)" 1
  numbers_of "$(< out)" > numbers
  equal "$(wc -l < numbers)" 400000
  sort -n -c numbers
}
