#!/usr/bin/env bats

load ../common

# More than is sorted in one piece: 1.3 million whole numbers, and 700,000 records that are none.
make_numbers() {
  awk 'BEGIN {
    srand(11)
    for (i = 0; i < 1300000; ++i) print int((rand() - 0.5) * 2000000)
    for (i = 0; i < 700000; ++i)
      printf "%s%d%s\n", (rand() < 0.3 ? "-" : "0"), rand() * 3000, (rand() < 0.3 ? ".5" : " kg")
  }' > all
  # Mixed, and cut into four.
  awk '{ print > ("part" NR % 4) }' all
}

@test "two million records in four files agree with sort, by number and by bytes" {
  make_numbers
  for options in -n -nr '' -r; do
    # shellcheck disable=SC2086 # none is to be none
    sort $options all > expected
    # shellcheck disable=SC2086
    muster run $options cat ::: part0 part1 part2 part3 > got
    same_bytes got expected
  done
}

@test "records that are the same for long and differ at the end agree with sort" {
  awk 'BEGIN {
    srand(12)
    for (i = 0; i < 300; ++i) start = start "same "
    for (i = 0; i < 20000; ++i) print substr(start, 1, 7 + int(rand() * 3) * 700) int(rand() * 1000)
  }' > all
  sort all > expected
  muster run cat ::: all > got
  same_bytes got expected
  sort -n -r all > expected
  muster run -n -r cat ::: all > got
  same_bytes got expected
}
