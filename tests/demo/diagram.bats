#!/usr/bin/env bats

# `demo --explain=diagram`. What is drawn where is tested in src/report/sequence_test.cc.

load ../common

@test "the diagram is on stderr, within 79 columns, and the list on stdout" {
  for workers in 1 2 3 4 5 100; do
    LC_ALL=C muster demo --explain=diagram --workers $workers > out 2> diagram
    equal "$(numbers_of "$(< out)" | wc -l)" "$workers"
    equal "$(awk 'length > 79' diagram)" ''
    head -n 1 diagram | grep -q '^ *ms  *P1 .* init  *shm  *Scheduler$'
  done
  grep -q '^(not shown: 96 more workers)$' diagram
}

@test "the diagram has the pids, the numbers on their way, and the list" {
  LC_ALL=C muster demo --explain=diagram --random-seed 7 > out 2> diagram
  for p in P1 P2 P3 P4; do
    pid=$(sed -n -E "s/.*pipe, fork: $p, pid ([0-9]+)$/\\1/p" diagram)
    matches "$pid" '^[0-9]+$'
    head -n 3 diagram | grep -q -w "$pid"
  done
  for number in 4 10 11 15; do
    grep -q -E "draws $number\$" diagram
    grep -q -E -- "-$number-+>.* read: [23] bytes\$" diagram
  done
  grep -q -F -- '--> write: [4, 10, 11, 15]' diagram
  tail -n 2 diagram | grep -q 'nothing is left$'
}

@test "it is ASCII unless the locale is UTF-8" {
  LC_ALL=C muster demo --explain=diagram 2> diagram > /dev/null
  ! LC_ALL=C grep -n '[^ -~]' diagram || false
  LC_ALL=C.UTF-8 muster demo --explain=diagram 2> diagram > /dev/null
  grep -q '├─.*─▶' diagram
  LC_ALL=no_such_locale.UTF-8 muster demo --explain=diagram 2> diagram > /dev/null
  ! LC_ALL=C grep -n '[^ -~]' diagram || false
}

@test "a descending list is drawn as it is printed, and a streamed one by its size" {
  LC_ALL=C muster demo --explain=diagram --random-seed 7 --order=descending 2> diagram > out
  grep -q -F "write: $(< out)" diagram
  LC_ALL=C muster demo --explain=diagram --random-seed 7 --order=worker 2> diagram > out
  grep -q -F "write: $(wc -c < out) bytes" diagram
}

@test "of a run with many steps those are drawn at which something begins or ends" {
  muster demo --explain=diagram --count 1000000 --random-seed 7 2> diagram > /dev/null
  grep -q -E '^\(not shown: [0-9]+ more steps\)$' diagram
  # 200 steps, of at most two lines, and those that begin or end something.
  (($(wc -l < diagram) < 500))
  grep -q 'wait4: Scheduler, status 0' diagram
}

@test "--pause cannot be used with a diagram, and another HOW is refused" {
  is_refused '--pause cannot be used with --explain=diagram, which is drawn at the end' demo --pause --explain=diagram
  run --separate-stderr muster demo --explain=film
  equal "$status" 125
  equal "${stderr_lines[0]}" "muster: demo: invalid argument 'film' for '--explain'"
  run --separate-stderr muster run --explain=diagram true
  equal "$status" 125
}

@test "--explain=steps is --explain" {
  muster demo --explain=steps 2>&1 > /dev/null | grep -q 'ms init .* starts the Scheduler'
}
