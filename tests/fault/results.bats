#!/usr/bin/env bats

# What --results and --joblog keep when the disk is full, or when muster is killed.

load ../common

@test "a full disk under --results is an error, and nothing half is left" {
  in_mount_namespace 'mkdir disk; mount -t tmpfs -o size=64k tmpfs disk
    status=0; "$MUSTER" run -j1 --results disk/kept "seq {}" ::: 3 100000 || status=$?
    ls -A disk/kept; cat disk/kept/000001/stdout; exit $status'
  ended_with 125
  printed $'000001\n1\n2\n3\n'
  said '^muster: .*cannot write disk/kept/000002.part/stdout: No space left on device'
}

@test "a full disk under --joblog is an error" {
  in_mount_namespace 'mkdir disk; mount -t tmpfs -o size=8k tmpfs disk
    "$MUSTER" run -j2 --joblog disk/log true {} ::: {1..1000}'
  ended_with 125
  printed
  said '^muster: cannot write the job log disk/log: No space left on device'
}

@test "whenever muster is killed, what is kept is whole, and the run can be resumed" {
  local line='seq {} 3 3000; seq {} 5 2000 >&2; sleep 0.00{}' number kills=${MUSTER_KILLS:-30} span_us folder hit=0
  play "$MUSTER" run -n -j3 --results kept --joblog log "$line" ::: {1..9}
  mv out expected
  sort err > expected-errors
  mv kept whole
  span_us=$(sed 1d log | awk 'NR == 1 { first = $3 } { last = $3 } END { print int((last - first + 0.02) * 1e6) }')
  for ((number = 0; number < kills; number++)); do
    rm -rf kept log
    play --after-us=$((number * 37 % kills * span_us / kills)) --send=KILL:init \
      "$MUSTER" run -n -j3 --results kept --joblog log "$line" ::: {1..9}
    [ "${status?}" -eq 0 ] || hit=$((hit + 1))
    for folder in kept/??????; do
      [ -e "$folder" ] || continue
      same_bytes "$folder/stdout" "whole/${folder#kept/}/stdout"
      same_bytes "$folder/stderr" "whole/${folder#kept/}/stderr"
      [ "$(tail -c 2 "$folder/status.json")" = '}' ]
    done
    [ ! -e log ] || [ -z "$(tail -c 1 log)" ]
    play "$MUSTER" run -n -j3 --results kept --joblog log --resume "$line" ::: {1..9}
    ended_with 0
    same_bytes out expected
    equal "$(find kept -name '*.part')" ''
    equal "$(cut -f 1 log | sort | tr '\n' ' ')" '1 2 3 4 5 6 7 8 9 Seq '
  done
  [ $((hit * 4)) -gt "$kills" ] || fail "only $hit of $kills runs were hit"
}

@test "with few open files fewer workers run, and all is kept" {
  play_in_shell 'ulimit -n 40; "$MUSTER" run -n -j50 --results kept --tag-stderr "echo {}; echo {} >&2" ::: {1..60}'
  ended_with 0
  printed "$(seq 60)"$'\n'
  equal "$(cat kept/*/stdout | sort -n)" "$(seq 60)"
  equal "$(cat kept/*/stderr | sort -n)" "$(seq 60)"
}
