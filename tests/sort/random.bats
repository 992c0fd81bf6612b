#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  seq 500 > once
  cat once once once > thrice
}

# is_shuffled FILE: every number of `thrice` three times, the equal ones side by side, and not in
# the order of `once`.
is_shuffled() {
  sort "$1" > all
  sort thrice > expected
  same_bytes all expected
  uniq "$1" > runs
  equal "$(wc -l < runs)" 500
  run ! cmp -s runs once
}

@test "-R shuffles, and keeps equal records together" {
  muster sort -R thrice > got
  is_shuffled got
  muster sort --random-sort thrice > got
  is_shuffled got
  muster sort --sort=random thrice > got
  is_shuffled got
}

@test "-R shuffles otherwise every time" {
  muster sort -R thrice > one
  muster sort -R thrice > other
  run ! cmp -s one other
}

@test "-R is the same with the same --random-source" {
  seq 1000 1100 > source
  muster sort -R --random-source=source thrice > one
  is_shuffled one
  muster sort -R --random-source=source --parallel=1 thrice > other
  same_bytes one other
}

@test "-R differs with another --random-source" {
  seq 1000 1100 > source
  seq 2000 2100 > other_source
  muster sort -R --random-source=source thrice > one
  muster sort -R --random-source=other_source thrice > other
  run ! cmp -s one other
}

@test "-R shuffles by the key, and -u keeps one of each" {
  awk '{ print "x" NR, $1 }' thrice > pairs
  muster sort -R -k2 pairs | cut -d ' ' -f 2 > got
  is_shuffled got
  muster sort -R -u -k2 pairs > got
  head -n 500 pairs | sort > expected
  sort got > all
  same_bytes all expected
}

@test "a --random-source that is not there or too short is trouble" {
  run --separate-stderr muster sort -R --random-source=missing once
  equal "$status" 2
  equal "$output" ''
  matches "$stderr" '^muster: .*missing: No such file or directory$'
  echo short > source
  run --separate-stderr muster sort -R --random-source=source once
  equal "$status" 2
  matches "$stderr" '^muster: .*source.*: end of file$'
}

@test "a --random-source is not opened without -R" {
  muster sort --random-source=missing once > got
  sort once > expected
  same_bytes got expected
}
