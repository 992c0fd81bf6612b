#!/usr/bin/env bats

# What does not fit among the tests that run at every change: 1,000,000 workers take a quarter of an hour.

load ../common

# held_by PID: KiB.
held_by() {
  sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status"
}

@test "1,000,000 inputs from a pipe take no memory but what is remembered of each, which is 200 bytes at most" {
  local few=100000 many=${MUSTER_INPUTS:-1000000} role
  local -A pid before after
  mkfifo inputs
  "$MUSTER" run -j2 --joblog log --progress -a inputs true x >out 2>err 3>&- &
  pid[init]=$!
  # Inputs are read as workers are started, so when one can be written those before have been given out, but for what
  # the pipe holds.
  exec 9>inputs
  seq "$few" >&9
  pid[Scheduler]=$(pgrep -P "${pid[init]}" -x muster-sched)
  for role in init Scheduler; do before[$role]=$(held_by "${pid[$role]}"); done
  seq $((few + 1)) "$many" >&9
  for role in init Scheduler; do after[$role]=$(held_by "${pid[$role]}"); done
  exec 9>&-
  wait "${pid[init]}"
  [ ! -s out ]
  equal "$(wc -l <log)" $((many + 1))
  for role in init Scheduler; do
    echo "# $role: ${before[$role]} KiB at $few inputs, ${after[$role]} KiB at $many" >&3
    ((after[$role] - before[$role] <= (many - few) * 200 / 1024))
  done
}
