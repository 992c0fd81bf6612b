#!/usr/bin/env bats

load ../common

@test "--workers 1 starts one worker" {
  run --separate-stderr muster demo --workers 1
  equal "$status" 0
  matches "$output" '^\[[0-9]+\]$'
}

@test "--workers 10000 gives a list of 10000 numbers" {
  muster demo --workers 10000 > out 2> err
  equal "$(wc -l < out)" 1
  numbers_of "$(< out)" > numbers
  equal "$(wc -l < numbers)" 10000
  sort -n -c numbers
  equal "$(awk '$1 > 19' numbers)" ''
}

@test "fewer than 1 and more than 10000 workers are refused" {
  is_refused "--workers: invalid number '0'.*1 to 10000" demo --workers 0
  is_refused "--workers: invalid number '10001'.*1 to 10000" demo --workers=10001
  is_refused "--workers: invalid number '-1': " demo --workers -1
  is_refused "--workers: invalid number '4x': " demo --workers 4x
  is_refused "--workers: invalid number '': " demo --workers=
}
