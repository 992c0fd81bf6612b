#!/usr/bin/env bats
load ../common

@test "a full disk under stdout is an error" {
  play_in_shell '"$MUSTER" run "seq 1000" >/dev/full'
  ended_with 125
  said '^muster: .*cannot write the output: No space left on device'
}

@test "so it is while the workers run on" {
  play_in_shell '"$MUSTER" run --order=arrival yes >/dev/full'
  ended_with 125
  said '^muster: .*cannot write the output: No space left on device'
}
