#!/usr/bin/env bats

load ../common

@test "a worker draws every number from 0 to 19 and no other" {
  muster demo --count 2000 > out
  numbers_of "$(< out)" | uniq > drawn
  seq 0 19 > all
  same_bytes drawn all
}

@test "plain runs reach both ends, 0 and 19" {
  for _ in {1..120}; do
    muster demo
  done > out
  grep -q '\[0,' out
  grep -q ' 19\]' out
}

@test "all numbers are drawn about equally often" {
  muster demo --count 20000 --random-seed 7 > out
  # 80,000 draws: 4,000 of each number, give or take six standard deviations.
  numbers_of "$(< out)" | uniq -c > counts
  equal "$(wc -l < counts)" 20
  equal "$(awk '$1 < 3630 || $1 > 4370' counts)" ''
}
