#!/usr/bin/env bats
load common

# A stderr that is full and that nobody reads: descriptor 7 is a pipe of ours.
setup_full_pipe() {
  mkfifo full
  exec 7<>full
  dd if=/dev/zero of=/proc/self/fd/7 oflag=nonblock bs=4096 count=1000 2>/dev/null || true
}

@test "a stderr that nobody reads does not keep a failed run from ending the other workers" {
  setup_full_pipe
  status=0
  timeout --foreground 100 "$LEFTOVERS" --within=60 "$MUSTER" run \
    ::: 'exit 1' 'touch alive; sleep 1000' >out 2>&7 3>&- || status=$?
  exec 7>&-
  [ "$status" -eq 1 ] || fail 'the run did not end'
}

@test "the message of a failed run waits for a slow reader of a non-blocking stderr" {
  setup_full_pipe
  (sleep 0.5; timeout 3 cat <&7 >was_read) 3>&- &
  python3 -c 'import os, sys; os.set_blocking(2, False); os.execv(sys.argv[1], sys.argv[1:])' \
    "$MUSTER" run 'exit 1' 2>&7 3>&- || true
  wait
  grep -aq 'exited with status 1' was_read || fail 'the message was lost'
}
