#!/usr/bin/env bats
load ../common

@test "where there is no /dev/shm, a memfd serves" {
  in_mount_namespace 'mkdir dev; mount -t tmpfs tmpfs dev
    touch dev/null; mount --bind /dev/null dev/null; mount --bind dev /dev
    mount --bind dev/null /dev/null
    "$MUSTER" run --explain "seq 3"; ls -A /dev'
  ended_with 0
  printed $'1\n2\n3\nnull\n'
  said '^ +/proc/[0-9]+/fd/[0-9]+'
}

@test "where /dev/shm cannot be written to, a memfd serves" {
  in_mount_namespace 'mount -t tmpfs -o ro tmpfs /dev/shm; "$MUSTER" run --explain "seq 3"'
  ended_with 0
  printed $'1\n2\n3\n'
  said '^ +/proc/[0-9]+/fd/[0-9]+'
}
