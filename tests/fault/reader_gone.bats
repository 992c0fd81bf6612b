#!/usr/bin/env bats
load ../common

@test "workers that write for ever end when head has read enough, and nothing is said" {
  play_in_shell '"$MUSTER" run -j2 --order=arrival yes ::: a b | head -1 | tr b a
                 exit "${PIPESTATUS[0]}"'
  died_of PIPE
  printed $'a\n'
  said_nothing
}

@test "so they do when nothing was to be printed before the end" {
  play_in_shell '"$MUSTER" run yes | true; exit "${PIPESTATUS[0]}"'
  died_of PIPE
  said_nothing
}

@test "so they do when they are silent" {
  play_in_shell '"$MUSTER" run --order=arrival "echo 1; sleep 1000" | head -1
                 exit "${PIPESTATUS[0]}"'
  died_of PIPE
  printed $'1\n'
  said_nothing
}
