#!/usr/bin/env bats
load ../common

# A worker can become another user (sudo, su), whom an ordinary user may not signal. The copy of
# setpriv is set-user-id, as these are.
needs_set_user_id() {
  needs_another_user
  install -m 4755 "$(command -v setpriv)" become
  "${nobody[@]}" ./become --reuid=0 --clear-groups true 2>/dev/null ||
    skip 'set-user-id programs do not work here'
  as_root="./become --reuid=0 --regid=0 --clear-groups sh -c 'echo \$\$ >pid; exec sleep 1000'"
}

# play_beside_root COMMAND…: a process of root is left, and has to be.
play_beside_root() {
  play_unwatched "$@"
  kill "$(<pid)" || fail 'the process of another user has ended'
}

@test "TERM ends the run although a worker cannot be ended, and the worker is named" {
  needs_set_user_id
  play_beside_root bash -c 'run=$$; (until [ -s pid ]; do sleep 0.02; done; kill -TERM $run) & exec "$@"' -- \
    "${nobody[@]}" "$MUSTER" run --kill-after=0.2 "$as_root"
  ended_with $((128 + 15))
  said "^muster: process $(<pid) \(sleep\) belongs to another user, so it cannot be ended, and is left behind$"
}

@test "a run that leaves such a process behind is not a good one" {
  needs_set_user_id
  play_beside_root "${nobody[@]}" "$MUSTER" run --kill-after=0.2 \
    "$as_root >/dev/null 2>&1 & until [ -s pid ]; do sleep 0.02; done; echo 1"
  ended_with 125
  said "^muster: process $(<pid) \(sleep\) belongs to another user"
}
