#!/usr/bin/env bats

load ../common

@test "inputs that trickle in start workers as they come" {
  mkfifo list
  muster run -a list 'echo {} > {}; echo {}' > got &
  exec 5> list
  for input in b a c; do
    echo $input >&5
    wait_for $input
  done
  exec 5>&-
  wait
  equal "$(cat got)" $'a\nb\nc'
}

@test "a list that trickles in is combined with others as it comes" {
  mkfifo list
  muster run --order=arrival -a list echo ::: 1 2 > got &
  exec 5> list
  echo a >&5
  wait_for got '^a 2$'
  echo b >&5
  wait_for got '^b 2$'
  exec 5>&-
  wait
  equal "$(sort got)" $'a 1\na 2\nb 1\nb 2'
}

@test "every order takes inputs that trickle in" {
  for order in -m --order=round-robin --order=worker --order=arrival; do
    run -0 muster run $order -a - seq < <(echo 2; sleep 0.2; echo 3)
    equal "$(sort <<<"$output")" $'1\n1\n2\n2\n3'
  done
}

@test "a run whose inputs do not end is ended by a signal, even by SIGKILL, and leaves nothing" {
  for signal in INT TERM KILL; do
    rm -f started
    play --once=started --send=$signal:init "$MUSTER" run -a - 'echo {} > started; sleep 1000' \
      < <(echo a; exec sleep 1000 3>&-)
    kill $!
    died_of $signal
    printed
  done
}

@test "a worker that fails ends the run while inputs are awaited" {
  mkfifo list
  play_in_shell '"$0" run -a list false & exec 5> list; echo a >&5; wait $!' "$MUSTER"
  ended_with 1
  said 'P1 .*exited with status 1'
}

@test "inputs from a pipe are not held in memory" {
  [[ -z ${MUSTER_SANITIZED-} ]] || skip 'memory is not judged there'
  for count in 2000 20000; do
    seq $count | /usr/bin/env time -f %M -o held-$count "$MUSTER" run -a - true
  done
  (($(tail -n1 held-20000) < $(tail -n1 held-2000) + 2000)) || fail "held: $(cat held-*) KiB"
}

@test "many inputs of a file are read as they are wanted" {
  seq 3000000 > list
  /usr/bin/env time -f %M -o held "$MUSTER" run -j1 -a list 'test {} -lt 5' 2> err || true
  held_at_most 30000 "$(tail -n1 held)"
}
