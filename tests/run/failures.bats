#!/usr/bin/env bats

load ../common

@test "a worker that fails is named with its number, pid, command and status" {
  run --separate-stderr muster run -j 1 ::: 'echo a' 'echo b' 'echo $$ > pid; exit 1'
  equal "$status" 1
  equal "$output" ''
  equal "$stderr" "muster: P3 (pid $(< pid), echo \$\$ > pid; exit 1): exited with status 1"
}

@test "a command in several words is named with its arguments" {
  echo 'no gzip' > 'b c.gz'
  run --separate-stderr muster run zcat ::: 'b c.gz'
  equal "$status" 1
  matches "${stderr_lines[-1]}" "^muster: P1 \(pid [0-9]+, zcat 'b c.gz'\): exited with status 1$"
}

@test "a worker killed by a signal is named with the signal" {
  run --separate-stderr muster run ::: 'kill -KILL $$'
  equal "$status" 1
  matches "$stderr" '^muster: P1 \(pid [0-9]+, kill -KILL \$\$\): killed by signal 9 \(Killed\)$'
  run --separate-stderr muster run ::: 'kill -TERM $$'
  equal "$status" 1
  matches "$stderr" 'killed by signal 15 \(Terminated\)$'
}

@test "nothing is printed when a worker fails, however much the others wrote" {
  run --separate-stderr muster run -j 1 ::: 'seq 100000' 'seq 100000; exit 3'
  equal "$status" 1
  equal "$output" ''
  matches "$stderr" '^muster: P2 .* exited with status 3$'
}

@test "one failure ends the others and starts no more" {
  run --separate-stderr muster run -j 2 ::: 'echo $$ > pid; exec sleep 1000' \
    'until [ -s pid ]; do sleep 0.01; done; exit 1' 'touch started'
  equal "$status" 1
  equal "${#stderr_lines[@]}" 1
  matches "$stderr" '^muster: P2 '
  [[ ! -e /proc/$(< pid) ]]
  [[ ! -e started ]]
}

@test "the others are told to end before they are killed" {
  run --separate-stderr muster run --kill-after 1h -j 2 ::: \
    'trap "touch told; exit" TERM; touch ready; while :; do sleep 0.01; done' \
    'until [ -e ready ]; do sleep 0.01; done; exit 1'
  equal "$status" 1
  [[ -e told ]]
}

@test "who does not end when told is killed, --kill-after TIME later" {
  run --separate-stderr muster run --kill-after 0.2 -j 2 ::: \
    'trap "" TERM; echo $$ > pid; while :; do sleep 0.01; done' \
    'until [ -s pid ]; do sleep 0.01; done; exit 1'
  equal "$status" 1
  [[ ! -e /proc/$(< pid) ]]
  is_refused "--kill-after: invalid duration 'soon'" run --kill-after soon true
}

@test "--partial goes on and prints what ended well" {
  run --separate-stderr muster run -j 1 --partial ::: 'echo a' 'echo b; exit 1' 'echo c' \
    'echo d; kill -KILL $$' 'echo e'
  equal "$status" 2
  equal "$output" $'a\nc\ne'
  equal "${#stderr_lines[@]}" 2
  matches "${stderr_lines[0]}" '^muster: P2 .* exited with status 1$'
  matches "${stderr_lines[1]}" '^muster: P4 .* killed by signal 9 \(Killed\)$'
}

@test "the exit status is the number of workers that failed, and 101 for more than 100" {
  for count in 1 2 99 100; do
    run --separate-stderr muster run --partial --workers "$count" sh -c 'exit 7'
    equal "$status" "$count"
    equal "${#stderr_lines[@]}" "$count"
  done
  run --separate-stderr muster run --partial --workers 101 sh -c 'exit 7'
  equal "$status" 101
  run --separate-stderr muster run --partial --workers 260 sh -c 'exit 7'
  equal "$status" 101
}

@test "a line that /bin/sh cannot run fails as its shell does" {
  run --separate-stderr muster run 'no-such-program-here'
  equal "$status" 1
  matches "${stderr_lines[-1]}" '^muster: P1 .*: exited with status 127$'
}
