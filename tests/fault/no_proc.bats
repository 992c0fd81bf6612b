#!/usr/bin/env bats
load ../common

# A chroot or a sandbox may have no /proc.

@test "a run without /proc is refused, with the reason" {
  skip_under address 'it finds the stack by /proc'
  # shellcheck disable=SC2016
  in_mount_namespace 'umount -l /proc; exec "$1" run "echo 1"' -- "$MUSTER"
  ended_with 125
  said '^muster: /proc is not mounted: mount it \(mount -t proc proc /proc\)$'
}

@test "files are sorted without /proc, in memory and beyond it" {
  skip_under address 'it finds the stack by /proc'
  seq 300000 | sort -R >numbers
  # shellcheck disable=SC2016
  in_mount_namespace 'umount -l /proc; exec "$1" sort -n -S 1M numbers' -- "$MUSTER"
  ended_with 0
  [ "$(md5sum <out)" = "$(seq 300000 | md5sum)" ] || fail 'not all numbers came in order'
}
