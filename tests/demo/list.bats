#!/usr/bin/env bats

load ../common

@test "demo prints one line, an ascending list of four numbers from 0 to 19" {
  for _ in {1..20}; do
    muster demo > out 2> err
    equal "$(wc -l < out)" 1
    list=$(< out)
    matches "$list" '^\[[0-9]+, [0-9]+, [0-9]+, [0-9]+\]$'
    numbers_of "$list" > numbers
    sort -n -c numbers
    equal "$(awk '$1 > 19' numbers)" ''
    equal "$(< err)" ''
  done
}
