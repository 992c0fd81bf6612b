#!/usr/bin/env bats
load common

# $1: the signal. The worker never ends by itself, and has a pipeline and a process in the
# background below it.
interrupt() {
  play --once=started --send="$1":init "$MUSTER" run -j3 \
    'sleep 60 >/dev/null & echo {}; touch started; sleep 60 | cat' ::: 1 2 3
}

@test "INT ends the workers, and muster dies of it" {
  interrupt INT
  died_of INT
  printed
  said_nothing
}

@test "TERM ends the workers, and muster dies of it" {
  interrupt TERM
  died_of TERM
  printed
  said_nothing
}

@test "HUP ends the workers, and muster dies of it" {
  interrupt HUP
  died_of HUP
  printed
  said_nothing
}
