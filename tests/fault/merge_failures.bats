#!/usr/bin/env bats
load ../common

# P2 waits until its record can be read, which proves that a merge prints while its workers run.
@test "a merge ends when a worker fails, although the others would go on for ever" {
  play_in_shell '"$MUSTER" run -m > merged ::: yes \
    "echo x; for i in \$(seq 2000); do [ -s merged ] && break; sleep 0.01; done; exit 3" yes'
  ended_with 1
  [ "$(head -n 1 merged)" = x ] || fail "nothing was merged before P2 failed"
  said '^muster: P2 \(pid [0-9]+, .*\): exited with status 3$'
}

@test "a merge ends when a worker is killed" {
  play_in_shell '"$MUSTER" run -m ::: yes "echo y; kill -KILL \$\$" > /dev/null'
  ended_with 1
  said '^muster: P2 \(pid [0-9]+, .*\): killed by signal 9'
}

@test "--partial merges the others" {
  play_in_shell '"$MUSTER" run -m -n --partial ::: "seq 1 3" "seq 2 9; kill -KILL \$\$" "seq 3 4"'
  ended_with 1
  printed $'1\n2\n3\n3\n4\n'
}

@test "a worker that is out of order ends a merge of others that go on for ever" {
  play_in_shell '"$MUSTER" run -m ::: yes "echo z; echo y; yes" yes > /dev/null'
  ended_with 1
  said 'P2 .*: record 2 is out of order'
}

@test "a merge ends without a word when head has read enough" {
  play_in_shell '"$MUSTER" run -m yes ::: a b | head -1 | tr b a; exit "${PIPESTATUS[0]}"'
  died_of PIPE
  printed $'a\n'
  said_nothing
}
