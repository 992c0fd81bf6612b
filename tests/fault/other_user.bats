#!/usr/bin/env bats
load common

# A worker can become another user (sudo, su), whom an ordinary user may not signal. The copy of
# setpriv is set-user-id, as these are.
setup_users() {
  [ "$(id -u)" -eq 0 ] || skip 'needs root, to become somebody else'
  chmod 755 "$(dirname "$BATS_TEST_TMPDIR")" "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR"
  chmod 777 .
  install -m 4755 "$(command -v setpriv)" become
  as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  "${as_nobody[@]}" ./become --reuid=0 --clear-groups true 2>/dev/null ||
    skip 'set-user-id programs do not work here'
  "${as_nobody[@]}" "$MUSTER" --version >/dev/null || skip 'muster lies where nobody else may go'
  as_root="./become --reuid=0 --regid=0 --clear-groups sh -c 'echo \$\$ >pid; exec sleep 1000'"
}

# play_timed COMMAND…: without the helper, which would count what is left against muster.
play_timed() {
  status=0
  timeout --foreground --kill-after=5 60 "$@" >out 2>err 3>&- || status=$?
  kill "$(<pid)" || fail 'the process of another user has ended'
}

@test "TERM ends the run although a worker cannot be ended, and the worker is named" {
  setup_users
  play_timed bash -c 'run=$$; (until [ -s pid ]; do sleep 0.02; done; kill -TERM $run) & exec "$@"' -- \
    "${as_nobody[@]}" "$MUSTER" run --kill-after=0.2 "$as_root"
  ended_with $((128 + 15))
  said "^muster: process $(<pid) \(sleep\) belongs to another user, so it cannot be ended, and is left behind$"
}

@test "a run that leaves such a process behind is not a good one" {
  setup_users
  play_timed "${as_nobody[@]}" "$MUSTER" run --kill-after=0.2 \
    "$as_root >/dev/null 2>&1 & until [ -s pid ]; do sleep 0.02; done; echo 1"
  ended_with 125
  said "^muster: process $(<pid) \(sleep\) belongs to another user"
}
