#!/usr/bin/env bats

load ../common

@test "USR1 lists on stderr what runs, and the run goes on" {
  local pid
  "$MUSTER" run -j2 'echo {}; touch running-{}; until [ -e go ]; do sleep 0.02; done' ::: a b c >out 2>err &
  pid=$!
  until [ -e running-a ] && [ -e running-b ]; do sleep 0.01; done
  sleep 0.2
  kill -USR1 $pid
  wait_for err '^P2'
  touch go
  wait $pid
  equal "$(cat out)" $'a\nb\nc'
  equal "$(wc -l <err)" 3
  equal "$(head -n 1 err)" 'muster: 2 workers are running'
  grep -Eq '^P1: slot 1, pid [0-9]+, for 0:0[0-9] since [0-9]{2}:[0-9]{2}:[0-9]{2}, 2 B: echo a; touch running-a; until ' err
  grep -Eq '^P2: slot 2, pid [0-9]+, for 0:0[0-9] since [0-9:]{8}, 2 B: echo b; touch running-b; until ' err
}
