#!/usr/bin/env bats

load ../common

@test "--tag-stderr puts the worker's number before each line of its stderr" {
  play "$MUSTER" run --tag-stderr 'echo {}; printf "%s\n\nno end" {} >&2' ::: a b
  ended_with 0
  printed $'a\nb\n'
  equal "$(sort err)" "$(printf '%s\n' 1$'\t'{,a,'no end'} 2$'\t'{,b,'no end'})"
}

@test "with --tagstring that is its tag" {
  play "$MUSTER" run --tag-stderr --tagstring '<{}>' 'echo x {} >&2' ::: a
  ended_with 0
  equal "$(cat err)" $'<a>\tx a'
}

@test "lines of many writers are never mixed" {
  local i
  play "$MUSTER" run --tag-stderr -j16 \
    'i=0; while [ $i -lt 200 ]; do printf "%s" {} >&2; printf "%s\n" {}{}{}{} >&2; i=$((i + 1)); done' ::: {a..p}
  ended_with 0
  i=0
  for letter in {a..p}; do
    i=$((i + 1))
    yes "$i"$'\t'"$letter$letter$letter$letter$letter" | head -n 200
  done | sort > expected
  sort err > got
  same_bytes got expected
}

@test "a line that is written without an end comes before what is said of the worker's end" {
  play "$MUSTER" run --tag-stderr 'printf "last words" >&2; exit 3'
  ended_with 1
  matches "$(cat err)" $'^1\tlast words\nmuster: P1 '
}

@test "much of it is passed on whole" {
  play "$MUSTER" run --tag-stderr 'seq 200000 >&2'
  ended_with 0
  seq 200000 | sed $'s/^/1\t/' > expected
  same_bytes err expected
}

@test "a process that keeps a worker's stderr open does not hold the worker up" {
  play "$MUSTER" run --tag-stderr 'echo before >&2; sleep 1000 > /dev/null & echo out'
  ended_with 0
  printed $'out\n'
  equal "$(cat err)" $'1\tbefore'
}

@test "without it workers have the stderr of muster" {
  equal "$(muster run 'readlink /proc/self/fd/2' 2> file)" "$PWD/file"
}
