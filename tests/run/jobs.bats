#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  mkdir running
}

# Writes how many workers run, as one of them sees it.
count='touch running/{#}; ls running | wc -l; sleep 0.05; rm running/{#}'

# Ends when N workers have been there at the same time; if they never are, says so and fails.
meet() {
  echo "touch running/{#}
    for i in \$(seq 5000); do [ \$(ls running | wc -l) -ge $1 ] && exit; sleep 0.02; done
    echo 'not $1 at a time' >&2; exit 1"
}

have_run() {
  equal "$(find running -type f | wc -l)" "$1"
}

@test "-j N never runs more than N workers at a time" {
  for jobs in 1 3; do
    muster run -n -j "$jobs" --workers 12 "$count" > seen
    equal "$(wc -l < seen)" 12
    equal "$(awk -v jobs="$jobs" '$1 > jobs' seen)" ''
  done
}

@test "-j N runs N workers at a time" {
  muster run -j 5 --workers 5 "$(meet 5)"
  have_run 5
}

@test "-j 0 runs all workers at a time" {
  muster run -j 0 --workers 40 "$(meet 40)"
  have_run 40
}

@test "by default as many run as there are processors" {
  muster run --workers "$(nproc)" "$(meet "$(nproc)")"
  have_run "$(nproc)"
  rm running/*
  muster run -n --workers $((3 * $(nproc))) "$count" > seen
  equal "$(awk -v jobs="$(nproc)" '$1 > jobs' seen)" ''
}

@test "orders that want the records of every worker run all of them by default" {
  local order all=$(($(nproc) + 2))
  for order in --order=arrival --order=round-robin -m; do
    muster run "$order" --workers "$all" "$(meet "$all")"
    have_run "$all"
    rm running/*
  done
}

@test "one worker after the other needs no more than the processors" {
  muster run --order=worker --workers $((3 * $(nproc))) "$count" > seen
  equal "$(awk -v jobs="$(nproc)" '$1 > jobs' seen)" ''
}

@test "-j N% is that part of the processors, and at least one" {
  muster run -j 300% --workers $((3 * $(nproc))) "$(meet $((3 * $(nproc))))"
  have_run $((3 * $(nproc)))
  rm running/*
  muster run -n -j 100% --workers $((3 * $(nproc))) "$count" > seen
  equal "$(awk -v jobs="$(nproc)" '$1 > jobs' seen)" ''
  muster run -n -j 1% --workers 5 "$count" > seen
  equal "$(sort -u seen)" 1
}

@test "what is no number of jobs is refused" {
  for value in two '' % -x 0% /no/such/file; do
    is_refused "--jobs: invalid '$value': expected N, N%, [+]N, -N or 0" run "--jobs=$value" echo
  done
}

@test "-j +N and -N are more or fewer than the processors, and at least one" {
  muster run -j +2 --workers $(($(nproc) + 2)) "$(meet $(($(nproc) + 2)))"
  rm running/*
  muster run -n -j -1000 --workers 5 "$count" > seen
  equal "$(sort -u seen)" 1
}

@test "-j FILE is read again before each start" {
  echo 1 > max
  muster run -j max ::: 'echo 3 > max' "$(meet 3)" "$(meet 3)" "$(meet 3)"
}

@test "--delay waits between two starts" {
  muster run -j3 --delay 0.2 --workers 3 'date +%s%3N' > starts
  awk 'NR > 1 && $1 - last < 190 { exit 1 } { last = $1 }' <(sort -n starts)
}

@test "--load and --memfree keep workers from being started" {
  # No machine has so little to do, or so much memory.
  for option in --load=0.0001 --memfree=1000T; do
    env --default-signal "$MUSTER" run "$option" 'touch started' &
    sleep 1
    [ ! -e started ]
    kill -s TERM $!
    wait $! || true
  done
  equal "$(muster run --load 1000000 --memfree 1K 'echo a')" a
  is_refused "--load: invalid 'x': expected a number of processes" run --load x echo
}

@test "make's jobserver says how many run" {
  mkfifo tokens
  exec 9<> tokens
  printf ab >&9
  MAKEFLAGS='-j --jobserver-auth=fifo:/nowhere -- --jobserver-auth=fifo:tokens' \
    muster run --workers 6 "$(meet 3)"
  rm running/*
  MAKEFLAGS='--jobserver-auth=9,9' muster run -n --workers 12 "$count" > seen
  equal "$(awk '$1 > 3' seen)" ''
  equal "$(head -c 2 <&9 | fold -w1 | sort)" $'a\nb'
  # One that cannot be used is as good as none.
  equal "$(MAKEFLAGS='--jobserver-auth=fifo:/nowhere' muster run 'echo a')" a
}
