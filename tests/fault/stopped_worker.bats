#!/usr/bin/env bats
load ../common

@test "a worker that reads from the terminal is told of, and waited for" {
  needs_script
  play script -qec "$MUSTER run --timeout 0.5 'read word </dev/tty; echo 1' 2>told" /dev/null </dev/null
  ended_with 1
  grep -q '^muster: P1 (pid [0-9]*, .*): stopped by reading from the terminal, which workers cannot use' told ||
    fail "it said: $(<told)"
}

@test "so is one that sets up the terminal" {
  needs_script
  play script -qec "$MUSTER run --timeout 0.5 'stty -echo </dev/tty; echo 1' 2>told" /dev/null </dev/null
  ended_with 1
  grep -q 'stopped by writing to the terminal' told || fail "it said: $(<told)"
}

@test "a worker that was stopped by somebody is told of, and waited for" {
  play "$MUSTER" run '(sleep 0.3; kill -CONT $$) & kill -STOP $$; wait; echo 1'
  ended_with 0
  printed $'1\n'
  said '^muster: P1 \(pid [0-9]+, .*\): stopped by signal 19; the run waits for it \(kill -CONT [0-9]+ continues it\)$'
}
