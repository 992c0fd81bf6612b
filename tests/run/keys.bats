#!/usr/bin/env bats

load ../common

# Files with few different fields, so that there are many ties, and numbers of their lines.
setup() {
  in_an_empty_folder
  for file in 1 2 3 4; do
    awk -v seed="$file" 'BEGIN {
      srand(seed)
      split("Jan feb MARCH apr. xyz", months, " ")
      split("K M G k _", units, " ")
      for (i = 1; i <= 1500; ++i)
        printf "%d:%s%d.%d %s:%.1f%s:%de%d:%d/%d\n", rand() * 40, substr("abcXYZ", 1 + rand() * 6, 1),
          rand() * 12, rand() * 12, months[1 + int(rand() * 5)], rand() * 1000,
          units[1 + int(rand() * 5)], rand() * 9 - 4, rand() * 4, seed, i
    }' > "$file"
  done
}

# agrees OPTION...: muster run on four workers prints what sort does with what they write, one
# after the other.
agrees() {
  run_agrees "$@" ::: 1 2 3 4
}

@test "the records are full of ties" {
  equal "$(cat 1 2 3 4 | wc -l)" 6000
  equal "$(sort -u -t: -k1,1 1 2 3 4 | wc -l)" 40
  equal "$(sort -u -t: -k2M,2 1 2 3 4 | wc -l)" 1
  (($(sort -u -t: -k4,4g 1 2 3 4 | wc -l) < 50))
}

@test "-k and -t order by fields" {
  agrees -t: -k1,1n
  agrees -t: -k2,2 -k1,1nr
  agrees -k2
  agrees -k2.2,2.3 -k1.1,1.2r
  agrees -t . -k2n -k1r
  agrees --key=2 --field-separator=:
}

@test "-k has options of its own, and those for all are for keys without" {
  agrees -r -t: -k1,1n -k3
  agrees -n -t: -k1,1 -k2,2V
  agrees -f -t: -k2,2
  agrees -b -k2,2
  agrees -d -f -k2
}

@test "-t '\t' is a tab, -t '\0' a NUL" {
  for file in 1 2 3 4; do
    tr : '\t' < "$file" > tabbed
    mv tabbed "$file"
  done
  sort -t $'\t' -k2,2 -k3,3h 1 2 3 4 > expected
  muster run -t '\t' -k2,2 -k3,3h cat ::: 1 2 3 4 > got
  same_bytes got expected
  for file in 1 2 3 4; do
    tr '\t' '\0' < "$file" > nuls
    mv nuls "$file"
  done
  agrees -t '\0' -k2,2 -k3,3h
}

@test "-V, -h, -g and -M order by versions, sizes, floats and months" {
  agrees -t: -k2V,2
  agrees -t: -k3,3h
  agrees -t: -k4,4g
  agrees -k2M
  agrees -V
  agrees -h
  agrees -g
  agrees -M
  agrees -t: -k4,4gr -k3,3hr -k2,2Vr
}

@test "--sort orders by its word" {
  for word in general-numeric human-numeric month numeric version; do
    agrees "--sort=$word"
    agrees "--sort=$word" -t: -k2,2 -r
  done
}

@test "-s leaves ties in the order of workers, and of each one's records" {
  agrees -s -t: -k1,1n
  agrees -s -t: -k4,4g
  agrees -s -k2,2M
  agrees -s -r -t: -k1,1n
  agrees -s -t: -k1,1nr -k2,2.1
  agrees -s -f -t: -k2,2.1
}

@test "-u keeps the first of those that tie, in that order" {
  agrees -u -t: -k1,1n
  agrees -u -t: -k4,4g
  agrees -u -r -t: -k1,1n
  agrees -nu
  agrees -nru
  agrees -Mu
  agrees -u
}

@test "ties stay so with any number of workers at a time" {
  for jobs in 1 2 3 0; do
    agrees -s -t: -k1,1n
    sort -s -t: -k1,1n 1 2 3 4 > expected
    muster run -j "$jobs" -s -t: -k1,1n cat ::: 1 2 3 4 > got
    same_bytes got expected
    sort -u -t: -k1,1n 1 2 3 4 > expected
    muster run -j "$jobs" -u -t: -k1,1n cat ::: 1 2 3 4 > got
    same_bytes got expected
  done
}

@test "ties stay so, whoever of the workers comes first" {
  sort -s -t: -k1,1n 1 2 3 4 > expected
  sort -u -t: -k1,1n 1 2 3 4 > expected_unique
  # shellcheck disable=SC2016 # for the shell that runs it
  late='n={}; until [ $n = 4 ] || [ -e done-$((n + 1)) ]; do sleep 0.01; done; cat $n; touch done-$n'
  muster run -j 4 -s -t: -k1,1n "$late" ::: 1 2 3 4 > got
  same_bytes got expected
  rm done-*
  muster run -j 4 -u -t: -k1,1n "$late" ::: 1 2 3 4 > got
  same_bytes got expected_unique
}

@test "ties stay so when the workers write slowly and at once" {
  sort -s -t: -k1,1n 1 2 3 4 > expected
  slowly='split -n l/10 --filter="cat; sleep 0.01" {}'
  for _ in 1 2 3; do
    muster run -j 4 -s -t: -k1,1n "$slowly" ::: 1 2 3 4 > got
    same_bytes got expected
  done
}

@test "runs give the same bytes every time" {
  muster run -j 4 -s -t: -k2,2M cat ::: 1 2 3 4 > first
  equal "$(wc -l < first)" 6000
  for _ in {1..10}; do
    muster run -j 4 -s -t: -k2,2M cat ::: 1 2 3 4 > got
    same_bytes got first
  done
}

@test "the order of workers counts, not that of names" {
  sort -s -t: -k1,1n 3 1 4 2 > expected
  muster run -s -t: -k1,1n cat ::: 3 1 4 2 > got
  same_bytes got expected
}

@test "--order=descending turns every key round, and leaves ties as they are" {
  sort -s -t: -k1,1nr -k2,2V 1 2 3 4 > expected
  muster run --order=descending -s -t: -k1,1n -k2,2Vr cat ::: 1 2 3 4 > got
  same_bytes got expected
  sort -u -t: -k1,1nr 1 2 3 4 > expected
  muster run --order=descending -u -t: -k1,1n cat ::: 1 2 3 4 > got
  same_bytes got expected
}

@test "-R shuffles what the workers write, and keeps equal records together" {
  seq 300 > numbers
  muster run -R cat ::: numbers numbers numbers > got
  sort -n numbers numbers numbers > expected
  sort -n got > all
  same_bytes all expected
  uniq got > runs
  equal "$(wc -l < runs)" 300
  run ! cmp -s runs numbers
}

@test "-z takes keys from records that end with NUL" {
  for file in 1 2 3 4; do
    tr '\n:' '\0\n' < "$file" > nuls
    mv nuls "$file"
  done
  agrees -z -k2,2V -s
  agrees -z -t $'\n' -k3,3h
}

@test "-o takes the ordered records" {
  sort -s -t: -k1,1n 1 2 3 4 > expected
  muster run -s -t: -k1,1n -o got cat ::: 1 2 3 4
  same_bytes got expected
}

@test "a key that cannot be is refused before anything is run" {
  is_refused "field number is zero: invalid field specification '0'" run -k 0 touch started
  is_refused "invalid number at field start" run -k x touch started
  is_refused "stray character in field spec" run -k 1,2x touch started
  is_refused "options '-gn' are incompatible" run -gn touch started
  is_refused "empty tab" run -t '' touch started
  is_refused "multi-character tab 'ab'" run -t ab touch started
  [[ ! -e started ]]
}

@test "an unknown --sort is refused" {
  run --separate-stderr muster run --sort=foo touch started
  equal "$status" 125
  equal "${stderr_lines[0]}" "muster: run: invalid argument 'foo' for '--sort'"
  [[ ! -e started ]]
}

@test "options that compare cannot be used with an order that does not" {
  for order in arrival worker round-robin; do
    is_refused 'options that compare records' run "--order=$order" -k2 echo
    is_refused 'options that compare records' run "--order=$order" --sort=month echo
  done
}

@test "-s and -u cannot be used with an order that does not compare" {
  is_refused 'options that compare records' run --order=arrival -u echo
}
