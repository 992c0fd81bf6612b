#!/usr/bin/env bats

load ../common

@test "MUSTER_WORKER is the number of the worker" {
  MUSTER_WORKER=99 run -0 --separate-stderr muster run --order=worker --workers 3 printenv MUSTER_WORKER
  equal "$output" '1
2
3'
  run -0 --separate-stderr muster run --order=worker 'echo $MUSTER_WORKER {}' ::: x y
  equal "$output" '1 x
2 y'
}

@test "the rest of the environment and the folder are the user's" {
  mkdir sub
  cd sub
  GREETING='good  day' run -0 --separate-stderr muster run 'echo "$GREETING"; pwd -P'
  equal "$output" "$(pwd -P)
good  day"
}

@test "a worker's stdin is /dev/null" {
  echo 'not for the workers' > lines
  run -0 --separate-stderr muster run 'readlink /proc/self/fd/0; cat' < lines
  equal "$output" /dev/null
}

@test "a worker has no descriptors of muster's own" {
  list='cd /proc/$$/fd && echo *'
  run -0 --separate-stderr sh -c "$list"
  own=$output
  run -0 --separate-stderr muster run --workers 3 sh -c "$list"
  equal "$output" "$own
$own
$own"
}

@test "a worker's stderr passes straight through" {
  run --separate-stderr muster run --order=worker 'echo out; echo to stderr >&2'
  equal "$status" 0
  equal "$output" out
  equal "$stderr" 'to stderr'
}
