#!/usr/bin/env bats
load ../common

@test "a closed stdout is an error" {
  play_in_shell '"$MUSTER" run "seq 3" >&-'
  ended_with 125
  said '^muster: .*cannot write the output: Bad file descriptor'
}

@test "a closed stdout does not matter when there is nothing to print" {
  play_in_shell '"$MUSTER" run true >&-'
  ended_with 0
  said_nothing
}

@test "with all three standard streams closed, -o FILE still gets the result" {
  play_in_shell '"$MUSTER" run -o result "echo 1" <&- >&- 2>&-'
  ended_with 0
  [ "$(<result)" = 1 ] || fail 'FILE should have the one record'
}
