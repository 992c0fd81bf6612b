#!/usr/bin/env bats

load ../common

# Makes COUNT cases, with NUL bytes in them.
make_cases() {
  echo "seed $1"
  nasty_files "$1" "$2"
  for ((i = 1; i <= $2; ++i)); do
    tr '\001' '\000' < "case-$i" > "$i"
    rm "case-$i"
  done
  [[ -e $2 ]]
}

# The kinds of case have to be there, or the tests below say little.
@test "the cases are nasty" {
  make_cases 1 60
  cat {1..60} > all
  for kind in '^-0' '^\+[0-9]' '^00' '^-?\.[0-9]' '^[ \t]+-?[0-9]' '[0-9]\.[0-9]*0$' '^[0-9]{25}' \
    '^[0-9]e3' '^$' '^[0-9]{18}$' '^-[0-9]{19}$' $'\r$' '^-?[0-9]{1,2}$' $'[\x80-\xff]'; do
    grep -q -a -E "$kind" all || { echo "none is like $kind"; false; }
  done
  grep -q -a -P '\x00' all
}

@test "-n agrees with sort -n" {
  make_cases 2 120
  for i in {1..120}; do
    run_agrees -n ::: "$i"
  done
}

@test "-n -r agrees with sort -n -r" {
  make_cases 3 80
  for i in {1..80}; do
    run_agrees -n -r ::: "$i"
  done
}

@test "the order of bytes agrees with sort" {
  make_cases 4 80
  for i in {1..80}; do
    run_agrees ::: "$i"
  done
}

@test "-r agrees with sort -r" {
  make_cases 5 40
  for i in {1..40}; do
    run_agrees -r ::: "$i"
  done
}

@test "-z agrees with sort -z, newlines being bytes like others" {
  make_cases 6 40
  for i in {1..40}; do
    tr '\n\000' '\000\n' < "$i" > "z$i"
    run_agrees -z -n ::: "z$i"
    run_agrees -z ::: "z$i"
  done
}

@test "several workers agree with sort of several files" {
  make_cases 7 100
  for ((i = 1; i <= 100; i += 4)); do
    run_agrees -n ::: "$i" $((i + 1)) $((i + 2)) $((i + 3))
    run_agrees -r ::: "$i" $((i + 1)) $((i + 2)) $((i + 3))
  done
}
