#!/usr/bin/env bats
load ../common

# cpu_ms_of WORKER: what a run of it takes, all its processes together.
cpu_ms_of() {
  local user system
  read -r user system < <({ TIMEFORMAT='%3U %3S' && time play "$MUSTER" run "$1"; } 2>&1)
  echo $((10#${user/./} + 10#${system/./}))
}

# The workers run for a second and a half. Whoever spins uses up all of a processor for that time; whoever sleeps next to nothing.
@test "muster sleeps while a worker is silent" {
  [ "$(cpu_ms_of 'sleep 1.5')" -lt 750 ] || fail 'muster spins'
}

@test "muster sleeps while a worker that has closed its stdout runs on" {
  [ "$(cpu_ms_of 'echo 1; exec >&-; sleep 1.5')" -lt 750 ] || fail 'muster spins'
}

@test "muster sleeps while nobody reads the result of a merge for a while" {
  yes 0123456789 | head -c 3000000 > records
  mkfifo result
  { sleep 4; cat >/dev/null; } <result 3>&- &
  local user system
  read -r user system < <({ TIMEFORMAT='%3U %3S' && time play "$MUSTER" run -m 'cat records' 'cat records' >result; } 2>&1)
  wait
  [ $((10#${user/./} + 10#${system/./})) -lt 1200 ] || fail 'muster spins'
}
