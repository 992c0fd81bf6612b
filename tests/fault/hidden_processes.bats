#!/usr/bin/env bats
load ../common

# What a worker leaves running is found whatever it does to look like something else.

# What runs ./secret cannot be looked into by an ordinary user, who may not read that program.
needs_secret_program() {
  needs_another_user
  install -m 0711 /bin/sleep secret
}

# The helper takes such a process for a zombie, so its threads are looked at.
no_thread_is_left() {
  for _ in {1..100}; do
    grep -qs '(leaderless) [^ZX] ' /proc/[0-9]*/task/*/stat || return 0
    sleep 0.1
  done
  fail 'a thread is left'
}

@test "a process whose first thread has ended is alive, and is ended" {
  play "$MUSTER" run "$LEADERLESS; echo 1"
  ended_with 0
  printed $'1\n'
}

@test "so it is by the guardian when init is killed" {
  play --once=started --send=KILL:init "$MUSTER" run "$LEADERLESS; touch started; sleep 1000"
  ended_with 137
  no_thread_is_left
}

@test "a process that lets nobody read its environment is ended" {
  needs_secret_program
  play "${nobody[@]}" "$MUSTER" run '(setsid ./secret 1000 >/dev/null &); echo 1'
  ended_with 0
  printed $'1\n'
}

@test "so it is by the guardian when init is killed, if it has stayed in the worker's group" {
  needs_secret_program
  play --once=started --send=KILL:init \
    "${nobody[@]}" "$MUSTER" run './secret 1000 >/dev/null & touch started; sleep 1000'
  ended_with 137
}

@test "processes are ended where /proc shows another PID namespace, and no strangers" {
  unshare -pf true 2>/dev/null || skip 'namespaces are not permitted here'
  sleep 1000 3>&- &
  stranger=$!
  play unshare -pf "$MUSTER" run '(setsid sleep 1000 >/dev/null &); echo 1'
  ended_with 0
  printed $'1\n'
  kill "$stranger"
}

@test "so are records gathered there, without /dev/shm" {
  unshare -pfm true 2>/dev/null || skip 'namespaces are not permitted here'
  # shellcheck disable=SC2016
  play unshare -pfm bash -ec 'mount -t tmpfs -o ro tmpfs /dev/shm; "$1" run -n "seq 3"' -- "$MUSTER"
  ended_with 0
  printed $'1\n2\n3\n'
}
