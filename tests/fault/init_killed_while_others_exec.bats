#!/usr/bin/env bats
load ../common

# For a moment during exec a process has no environment to be known by.
@test "init may be killed while processes that workers left behind turn into other programs" {
  local number
  printf '#!/bin/sh\nexec "$0"\n' >again
  chmod +x again
  for ((number = 0; number < 40; number++)); do
    play --once=started --after-us=$((number * 300)) --send=KILL:init "$MUSTER" run \
      '(for i in 1 2 3 4 5 6; do setsid ./again & done) >/dev/null; touch started; sleep 1000'
    died_of KILL
    rm started
  done
}
