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

@test "10,000 inputs, two at a time, run under a limit of 256 open files" {
  # shellcheck disable=SC2016  # for the shell below, as in what follows
  play_in_shell 'ulimit -n 256; seq 10000 | "$MUSTER" run -n -j2 -a - echo {}'
  ended_with 0
  seq 10000 | same_bytes - out
  said_nothing
}

@test "what ten thousand pipes hold comes through under a limit of 256 open files" {
  play_in_shell 'ulimit -n 256; "$MUSTER" run -j0 --order=arrival --workers 200 "yes | head -c 3276800" | wc -c'
  ended_with 0
  printed $'655360000\n'
  said_nothing
}

# deals_out LIMIT [OPTION]...: 3,000 blocks, larger than pipes are when so many workers may run, so that the Dealer has
# pipes to write to in all of them.
deals_out() {
  yes "$(printf '%099d' 0)" | head -c 210000000 | nl -n rz -w 9 >input
  play_in_shell "ulimit $1; exec \"\$MUSTER\" run --pipe --block 70K ${*:2} cat - <input"
  ended_with 0
  said_nothing
}

@test "thousands of blocks of standard input are dealt out under a limit of 256 open files" {
  deals_out '-n 256' -j0 --order=worker
  same_bytes input out
  deals_out '-n 256' -j100 --round-robin --order=arrival
  sort out | same_bytes - input
}

@test "the Dealer, too, may have as many open files as the limit can be raised to" {
  seq 1000000 >input
  play_in_shell 'ulimit -Sn 32; exec "$MUSTER" run --pipe --block 200K -j0 --order=worker "sleep 0.5; cat" <input'
  ended_with 0
  same_bytes input out
}
