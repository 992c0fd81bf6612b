#!/usr/bin/env bats
load ../common

@test "a full disk under -o FILE is an error, and FILE stays as it was" {
  in_mount_namespace 'mkdir disk; mount -t tmpfs -o size=64k tmpfs disk; echo old >disk/result
    status=0; "$MUSTER" run -o disk/result "seq 100000" || status=$?
    cat disk/result; ls -A disk; exit $status'
  ended_with 125
  printed $'old\nresult\n'
  said '^muster: .*cannot write the output: No space left on device'
}
