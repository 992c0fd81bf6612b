#!/usr/bin/env bats

# What a person does with hundreds of jobs, with the options that belong to it.

load ../common

@test "hundreds of workers with a log, retries, a time limit and a progress line give all records, and are not run again" {
  local command='sleep 0.0$(({#} % 9)); seq {} | sort -R; echo >>ran'
  # shellcheck disable=SC2046  # words
  play "$MUSTER" run -j4 --joblog log --retries 2 --timeout 60 --progress "$command" ::: $(seq 200)
  ended_with 0
  seq 200 | while read -r number; do seq "$number"; done | sort | same_bytes - out
  equal "$(wc -l <log)" 201
  equal "$(cut -f 1 log | sed 1d | sort -n)" "$(seq 200)"
  # shellcheck disable=SC2046
  play "$MUSTER" run -j4 --joblog log --resume --retries 2 --timeout 60 --progress "$command" ::: $(seq 201)
  ended_with 0
  seq 201 | sort | same_bytes - out
  equal "$(wc -l <log)" 202
  equal "$(wc -l <ran)" 201
}

@test "files that find gives are counted all at a time, in the order in which they were found" {
  local root=/usr/share/doc
  [ -n "$(find $root -name '*.gz' -print -quit)" ] || skip "no compressed files in $root"
  find $root -name '*.gz' -print0 | head -zn 300 >files
  muster run -0 -a - -j0 --order=worker --tag 'zcat {} | wc -l' <files >got
  xargs -0 -n1 sh -c 'zcat "$1" | wc -l' sh <files | nl -ba -w1 >expected
  same_bytes got expected
}
