#!/usr/bin/env bats

load ../common

@test "muster | head -1 prints the first record and makes no noise" {
  muster run 'seq 300000' 2> err | head -n 1 > got
  statuses="${PIPESTATUS[*]}"
  equal "$(< got)" 1
  equal "$(< err)" ''
  equal "$statuses" '141 0'
}

@test "muster | head -1 ends while the workers would go on for ever" {
  muster run --order=arrival yes 2> err | head -n 1 > got
  statuses="${PIPESTATUS[*]}"
  equal "$(< got)" y
  equal "$(< err)" ''
  equal "$statuses" '141 0'
}

@test "all that fits into the pipe before head ends is no failure" {
  muster run echo a 2> err | head -n 1 > got
  equal "${PIPESTATUS[0]}" 0
  equal "$(< got)" a
}
