#!/usr/bin/env bats

load ../common

@test "--max M draws from 0 to M" {
  muster demo --max 3 --count 200 > out
  numbers_of "$(< out)" | uniq > drawn
  seq 0 3 > all
  same_bytes drawn all
}

@test "--max 0 leaves nothing but 0" {
  run -0 --separate-stderr muster demo --max 0
  equal "$output" '[0, 0, 0, 0]'
}

@test "--max may have 18 digits, and the list is still in order" {
  muster demo --max 999999999999999999 --count 500 > out
  numbers_of "$(< out)" > numbers
  equal "$(wc -l < numbers)" 2000
  sort -n -c numbers
  grep -q -E '^[0-9]{18}$' numbers
}

@test "a --max that is no number is refused" {
  is_refused "--max: invalid number 'many': " demo --max many
}
