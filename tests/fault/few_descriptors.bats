#!/usr/bin/env bats
load ../common

@test "100 workers at once run under a limit of 32 open files" {
  play_in_shell 'ulimit -n 32; "$MUSTER" run -n -j0 echo ::: {1..100}'
  ended_with 0
  printed "$(seq 100)"$'\n'
  said_nothing
}

@test "if the limit keeps workers waiting that an order wants at once, a warning says which" {
  play_in_shell 'ulimit -n 32; "$MUSTER" run --order=arrival echo ::: {1..100}'
  ended_with 0
  said '^muster: warning: only ([0-9]+) workers can run at a time, and the others, from P[0-9]+ on, .*ulimit -n'
}

@test "more workers at once than the limit of open files allows are a warning, and run" {
  play_in_shell 'ulimit -n 32; "$MUSTER" run -n -j500 echo ::: {1..100}'
  ended_with 0
  printed "$(seq 100)"$'\n'
  said '^muster: warning: only [0-9]+ workers .*ulimit -n'
}
