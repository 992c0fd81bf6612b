#!/usr/bin/env bats

load ../common

@test "standard input that cannot be read is an error, and nothing is left" {
  play_in_shell '"$MUSTER" run --pipe cat </'
  ended_with 125
  printed
  said '^muster: cannot read standard input: Is a directory$'
  play_in_shell '"$MUSTER" run --pipe cat <&-'
  ended_with 125
  printed
  said '^muster: cannot read standard input: Bad file descriptor$'
}

@test "a Dealer that is killed ends the run" {
  local options
  for options in '' '--round-robin' '--retries=3'; do
    # shellcheck disable=SC2016,SC2086  # for the shells below; none or one word
    play_in_shell 'yes | "$MUSTER" run --pipe "$@" --block 64K "head -c 1000 >/dev/null; kill -9 \$(pgrep -P \$PPID -x muster-dealer); sleep 1; echo wrong"' bash $options
    ended_with 125
    printed
    said '^muster: the Dealer \(pid [0-9]+\) killed by signal 9'
  done
}

@test "nothing is left of a run that deals when init is killed at any moment" {
  local ms
  for ms in 1 2 3 5 8 13 21 34 55 89 144; do
    play --after-us=${ms}000 --send=KILL:init bash -c 'exec "$MUSTER" run --pipe --block 64K "sleep 0.1; cat" < <(yes | head -n 1000000)'
  done
}
