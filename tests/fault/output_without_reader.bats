#!/usr/bin/env bats
load ../common

# kernfs: the file's poll reports an error whenever nothing has changed.
@test "a file of sysfs or of a control group as stdout is not taken for a pipe without a reader" {
  tested=
  for file in /sys/kernel/mm/ksm/run /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/memory/cgroup.procs; do
    { true >>"$file"; } 2>/dev/null || continue
    tested=yes
    play_in_shell '"$MUSTER" run "sleep 0.2" >>"$1"' bash "$file"
    ended_with 0
    said_nothing
  done
  [ -n "$tested" ] || skip 'no file of kernfs may be written here'
}

@test "the read end of a pipe as stdout is an error, however soon the pipe ends" {
  play_in_shell 'true | "$MUSTER" run "sleep 0.2; echo a" >&0'
  ended_with 125
  said 'Bad file descriptor$'
}
