#!/usr/bin/env bats
load ../common

# $1: the signal. The worker never ends by itself, and has a pipeline and a process in the
# background below it.
interrupt() {
  play --once=started --send="$1":init "$MUSTER" run -j3 \
    'sleep 1000 >/dev/null & echo {}; touch started; sleep 1000 | cat' ::: 1 2 3
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

@test "HUP lets the workers that run finish, and starts no other" {
  play --once=started --send=HUP:init --touch=sent "$MUSTER" run -j2 ::: \
    'touch started; until [ -e sent ]; do sleep 0.01; done; sleep 0.2; touch finished' 'echo 2; sleep 0.5' 'touch third'
  died_of HUP
  printed
  said_nothing
  [ -e finished ]
  [ ! -e third ]
}

@test "after HUP a run that is complete ends as if nothing had been, and with --partial it prints what there is" {
  play --once=started --send=HUP:init --touch=sent "$MUSTER" run -j1 \
    'touch started; until [ -e sent ]; do sleep 0.01; done; echo 1'
  ended_with 0
  printed $'1\n'
  rm started sent
  play --once=started --send=HUP:init --touch=sent "$MUSTER" run -j1 --partial ::: \
    'touch started; until [ -e sent ]; do sleep 0.01; done; echo 1' 'echo 2'
  died_of HUP
  printed $'1\n'
}

# init is slowed down, so that each time it looks the Scheduler has given a slab back. strace dies of what init died of.
@test "TERM is heard although the Scheduler always has something to say" {
  needs_strace
  # shellcheck disable=SC2016  # for the shells below
  ASAN_OPTIONS=detect_leaks=0 play_in_shell 'exec strace -qq -o trace -e trace=epoll_wait \
    -e inject=epoll_wait:delay_enter=2000 "$MUSTER" run -j3 --order=arrival --records=fixed:4096 ::: \
    "cat /dev/zero" "head -c 16M /dev/zero; touch flowing; cat /dev/zero" \
    "until [ -e flowing ]; do sleep 0.01; done; kill -TERM \$PPID; sleep 1000" >/dev/null'
  died_of TERM
  said_nothing
}
