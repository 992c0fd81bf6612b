#!/usr/bin/env bats
load ../common

@test "where /dev/shm is full, a memfd serves" {
  in_mount_namespace 'mount -t tmpfs -o size=8k tmpfs /dev/shm
    "$MUSTER" run --explain "seq 3"; ls -A /dev/shm'
  ended_with 0
  printed $'1\n2\n3\n'
  said '^ +/proc/[0-9]+/fd/[0-9]+'
}

@test "where /dev/shm is full to the last page, a memfd serves" {
  in_mount_namespace 'mount -t tmpfs -o size=16k tmpfs /dev/shm
    head -c 1M /dev/zero >/dev/shm/full 2>/dev/null || true
    "$MUSTER" run --explain "seq 3"; ls -A /dev/shm'
  ended_with 0
  printed $'1\n2\n3\nfull\n'
  said '^ +/proc/[0-9]+/fd/[0-9]+'
}
