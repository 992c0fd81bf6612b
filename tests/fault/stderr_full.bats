#!/usr/bin/env bats
load ../common

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
  # It opens the pipe anew: what is not blocking below is the description that 7 stands for.
  (exec 7>&-; sleep 0.5; timeout 10 cat full >was_read) 3>&- &
  python3 -c 'import os, sys; os.set_blocking(2, False); os.execv(sys.argv[1], sys.argv[1:])' \
    "$MUSTER" run 'exit 1' 2>&7 3>&- || true
  exec 7>&-
  wait
  grep -aq 'exited with status 1' was_read || fail 'the message was lost'
}
