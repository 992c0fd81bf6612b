#!/usr/bin/env bats

load ../common

# The same number in each of three files.
make_files() {
  keyed_lines 15000 | split -l 5000 - raw-
}

# merges OPTION...: each file is sorted by the options first, then merged by them; GNU sort says what comes of it.
merges() {
  local file
  for file in raw-a?; do sort "$@" "$file" > "${file/raw/sorted}"; done
  sort -m "$@" sorted-a? > expected
  muster run -m "$@" cat ::: sorted-a? > got
  same_bytes got expected
}

@test "-m merges as sort -m does, by every key and option" {
  make_files
  merges
  merges -n
  merges -r
  merges -nr
  merges -u
  merges -n -u
  merges -g
  merges -k2,2g -k3,3
  merges -t $'\t' -k3,3f -s
  merges -t $'\t' -k3,3 -u
  merges -t $'\t' -k1,1nr -k2,2n -s
  merges -V
}

@test "-m gives what sorting gives, whatever -j and however little memory" {
  make_files
  local jobs
  for file in raw-a?; do sort -n "$file" > "${file/raw/sorted}"; done
  sort -n raw-a? > expected
  for jobs in 0 1 2; do
    muster run --merge -n -j "$jobs" -S 64K cat ::: sorted-a? > got
    same_bytes got expected
  done
}

@test "ties are settled by worker, not by time" {
  run -0 --separate-stderr muster run -m -s -k1,1 ::: \
    'sleep 0.2; echo a P1; sleep 0.1; echo b P1' 'echo a P2; echo b P2'
  equal "$output" $'a P1\na P2\nb P1\nb P2'
}

@test "--order=descending merges what comes in descending order" {
  run -0 --separate-stderr muster run -m -n --order=descending ::: 'seq 5 -2 1' 'seq 10 -5 0'
  equal "$output" $'10\n5\n5\n3\n1\n0'
}

@test "-z merges records that end with NUL, and a last one without it" {
  muster run -m -z printf ::: 'a\0c' 'b\nb\0d\0' > got
  printf 'a\0b\nb\0c\0d\0' > expected
  same_bytes got expected
}

@test "a record is printed as soon as every worker that has not ended has one in front" {
  mkfifo records
  # shellcheck disable=SC2016  # for the worker's shell
  muster run -m -n ::: 'echo 1; echo 4; until [ -e go ]; do sleep 0.01; done; echo 6' 'echo 2; echo 5; echo 7' > records &
  exec 4< records
  local expected got
  for expected in 1 2 4; do
    read -r -t 30 got <&4
    equal "$got" "$expected"
  done
  touch go
  equal "$(cat <&4)" $'5\n6\n7'
  wait $!
}

@test "all workers run at a time by default, since a merge needs to hear of each" {
  local names=(1 2 3 4 5 6 7 8)
  # Each waits for all others.
  muster run -m 'touch {}; for i in 1 2 3 4 5 6 7 8; do until [ -e $i ]; do sleep 0.01; done; done; echo {}' \
    ::: "${names[@]}" > got
  printf '%s\n' "${names[@]}" > expected
  same_bytes got expected
}

@test "a worker that is out of order has failed, and is named with the line" {
  run --separate-stderr muster run -m -n ::: 'seq 100' 'seq 16; echo 3; seq 100'
  equal "$status" 1
  equal "${#stderr_lines[@]}" 1
  matches "$stderr" '^muster: P2 \(pid [0-9]+, seq 16; echo 3; seq 100\): record 17 is out of order, .*-m'
}

@test "so is one whose last record, without a newline, is out of order" {
  run --separate-stderr muster run -m ::: 'printf "b\na"'
  equal "$status" 1
  equal "$output" b
  matches "$stderr" 'P1 .*record 2 is out of order'
}

@test "with --partial nothing is printed of a worker that is out of order" {
  for size in 1G 64K; do
    run --separate-stderr muster run -m -n --partial -S $size ::: 'seq 3' 'seq 20000; echo 4' 'seq 2 4'
    equal "$status" 1
    equal "$output" $'1\n2\n2\n3\n3\n4'
    matches "$stderr" 'P2 .*record 20001 is out of order'
  done
}

@test "workers that write nothing, and no workers, merge into nothing" {
  equal "$(muster run -m ::: true 'seq 2' true)" $'1\n2'
  equal "$(muster run -m ::: true true)" ''
  equal "$(muster run -m cat :::)" ''
}

@test "-m can only be used with orders that compare" {
  for order in arrival worker round-robin; do
    is_refused '-m can only be used with' run -m --order=$order echo
  done
}

@test "--explain tells of the merge and of the record that was refused" {
  run --separate-stderr muster run -m --explain ::: 'echo b; echo a'
  matches "$stderr" 'Scheduler .* merges what the workers write'
  matches "$stderr" 'Scheduler .* refuses record 2 of P1'
}

@test "whoever is far ahead of the order is held, and waits in its pipe" {
  seq 1 3000000 > low
  seq 3000001 6000000 > high
  muster run -m -n -S 8M --explain cat ::: high low > got 2> story
  cat low high | same_bytes got -
  grep -q 'Scheduler .* pauses P1, which is far ahead' story
  grep -q 'Scheduler .* resumes P1' story
  muster run --order=round-robin -S 8M --explain ::: 'until grep -q "pauses P[2]" story; do sleep 0.01; done; seq 4' \
    'cat low' > got 2> story
  { printf '%s\n' 1 1 2 2 3 3 4 4; tail -n +5 low; } | same_bytes got -
  grep -q 'Scheduler .* resumes P2' story
}

@test "who is held is read all the same when all others are silent: they may wait for it" {
  seq 1 1000000 > ahead
  muster run -m -n -S 1M ::: 'echo 0; until [ -e said ]; do sleep 0.02; done; echo 2; echo 3000000' \
    'cat ahead; touch said' > got
  { echo 0; echo 1; echo 2; tail -n +2 ahead; echo 3000000; } | same_bytes got -
}

@test "who is held is read all the same as long as others have not been started" {
  seq 1 1000000 > ahead
  muster run -m -n -j 2 -S 1M ::: 'cat ahead' 'cat ahead' 'echo 0' > got
  { echo 0; sed p ahead; } | same_bytes got -
}

@test "who is held is let go when the top is complete, and when it fails" {
  run -0 muster run -m -n -S 1M --top 2 ::: 'sleep 0.3; seq 5' 'seq 10 2000000'
  equal "$output" $'1\n2'
  run -1 --separate-stderr muster run -m -n -S 1M ::: 'sleep 1000' 'seq 1000000 & sleep 0.3; exit 3'
  matches "$stderr" 'P2 .* exited with status 3'
}
