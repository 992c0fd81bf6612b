#!/usr/bin/env bats

load ../common

@test "the same --random-seed draws the same numbers every time" {
  first=$(muster demo --random-seed 42 --max 1000000)
  matches "$first" '^\[[0-9]+, .*\]$'
  for _ in {1..10}; do
    equal "$(muster demo --random-seed 42 --max 1000000)" "$first"
  done
}

@test "another seed, and none, draw other numbers" {
  {
    muster demo --random-seed 42 --max 1000000
    muster demo --random-seed 43 --max 1000000
    muster demo --random-seed 4294967338 --max 1000000 # 42, and a bit above the 32nd
    muster demo --max 1000000
    muster demo --max 1000000
  } > lists
  equal "$(sort -u lists | wc -l)" 5
}

@test "workers with one seed do not draw the same as each other" {
  muster demo --random-seed 42 --max 1000000 > out
  numbers_of "$(< out)" > numbers
  equal "$(uniq numbers | wc -l)" 4
}
