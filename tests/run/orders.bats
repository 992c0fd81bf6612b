#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  printf '%s\n' 10 9 b -1 A 010 > x
  printf '%s\n' 2 '' a 100 10 B > y
}

@test "records come in the order of their bytes by default" {
  muster run cat ::: x y > got
  sort x y > expected
  same_bytes got expected
  muster run --order=ascending cat ::: x y > got
  same_bytes got expected
}

@test "-r is the reverse, and so is --order=descending" {
  sort -r x y > expected
  muster run -r cat ::: x y > got
  same_bytes got expected
  muster run --reverse cat ::: x y > got
  same_bytes got expected
  muster run --order=descending cat ::: x y > got
  same_bytes got expected
}

@test "-n orders by number, and -n -r from the highest" {
  sort -n x y > expected
  muster run -n cat ::: x y > got
  same_bytes got expected
  sort -nr x y > expected
  muster run -nr cat ::: x y > got
  same_bytes got expected
  muster run --numeric-sort --reverse cat ::: x y > got
  same_bytes got expected
}

@test "-z takes records that end with NUL, with newlines inside" {
  printf 'b\nc\0a\0\nz\0' > x
  printf 'b\0\0' > y
  sort -z x y > expected
  muster run -z cat ::: x y > got
  same_bytes got expected
  muster run --zero-terminated cat ::: x y > got
  same_bytes got expected
}

@test "worker gives all of P1, then all of P2" {
  cat x y > expected
  muster run --order=worker cat ::: x y > got
  same_bytes got expected
}

@test "worker holds P2 back until P1 has ended, however late that is" {
  cat x y > expected
  muster run -j 2 --order=worker ::: \
    'until [ -e ready ]; do sleep 0.01; done; cat x' 'cat y; touch ready' > got
  same_bytes got expected
}

@test "round-robin gives one of each worker in turn, until it has no more" {
  printf '%s\n' x1 x2 x3 > x
  printf '%s\n' y1 > y
  printf '%s\n' z1 z2 > z
  : > empty
  muster run --order=round-robin cat ::: x empty y z > got
  printf '%s\n' x1 y1 z1 x2 z2 x3 > expected
  same_bytes got expected
}

@test "arrival prints a record as it comes, whoever wrote it" {
  when='until [ -e go{} ]; do sleep 0.01; done; echo {}'
  mkfifo records
  muster run -j 3 --order=arrival "$when" ::: 1 2 3 > records &
  exec 4< records
  for worker in 3 1 2; do
    touch "go$worker"
    read -r -t 30 record <&4
    equal "$record" "$worker"
  done
  wait $!
}

@test "an order that holds records back prints none before the last worker has ended" {
  muster run -j 2 ::: 'echo a' 'sleep 0.3; wc -c < got' > got
  printf '0\na\n' > expected
  same_bytes got expected
}

@test "the last of several orders counts" {
  sort x y > expected
  muster run --order=descending --order=ascending cat ::: x y > got
  same_bytes got expected
  muster run --order=worker --order=ascending cat ::: x y > got
  same_bytes got expected
}

@test "an unknown order is refused" {
  run --separate-stderr muster run --order=upwards cat ::: x
  equal "$status" 125
  equal "$output" ''
  equal "${stderr_lines[0]}" "muster: run: invalid argument 'upwards' for '--order'"
}
