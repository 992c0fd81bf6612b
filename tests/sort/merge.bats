#!/usr/bin/env bats

load ../common

# Orders that ties, repeated records and keys matter to, one a line.
orders() {
  printf '%s\n' '' -n -r -u -s '-n -u' '-n -r' '-n -s' '-s -k2,2' '-u -k2,2n' '-r -u -k1,1' '-k2,2nr -k1,1' \
    -f '-f -u' -g -h -V -M '-d -i' -z '-z -n'
}

# files_of COUNT RECORDS: part-1 … with up to so many short records each, in no order.
files_of() {
  rm -f part-*
  awk -v count="$1" -v records="$2" -v seed="$((count * 7919 + records))" 'BEGIN {
    srand(seed)
    for (i = 1; i <= count; ++i) {
      file = "part-" i
      printf "" > file
      for (j = int(rand() * (records + 1)); j > 0; --j)
        printf "%d %d%s", rand() * 12, rand() * 3, (j == 1 && rand() < 0.3 ? "" : "\n") > file
      close(file)
    }
  }'
}

@test "files in no order at all are merged to the bytes of sort -m, in every order" {
  for count in 1 2 5; do
    files_of "$count" 12
    while read -r options; do
      # shellcheck disable=SC2086 # several words
      sort_agrees -m $options part-*
    done < <(orders)
  done
}

@test "records of any bytes are merged as sort -m merges them" {
  nasty_files 11 7
  while read -r options; do
    # shellcheck disable=SC2086 # several words
    sort_agrees -m $options case-*
  done < <(orders)
}

@test "files that are in order are merged into what sort prints of them" {
  nasty_files 12 6
  for options in '' -n -r '-u -n' '-s -n' '-k2,2g -s'; do
    for file in case-?; do
      # shellcheck disable=SC2086 # several words
      sort $options "$file" > "sorted-$file"
    done
    # shellcheck disable=SC2086
    sort_agrees -m $options sorted-*
    # shellcheck disable=SC2086
    sort $options sorted-* > expected
    same_bytes got expected
  done
}

@test "the batch size changes no byte" {
  files_of 40 5
  for size in 2 3 16 1000; do
    for options in '' '-n -s' '-u -k1,1' '-r -n'; do
      # shellcheck disable=SC2086 # several words
      sort_agrees -m --batch-size="$size" $options part-*
    done
  done
}

@test "more files than are merged at a time go through temporary files" {
  files_of 200 6
  sort_agrees -m part-*
  sort_agrees -m -n -s part-*
  sort_agrees -m -u -k2,2 part-*
  sort_agrees -m --batch-size=2 -n part-*
  sort_agrees -m --batch-size=200 -n part-*
}

@test "temporary files of a merge are in the folder of -T, and only if there is need for them" {
  files_of 5 5
  mkdir there
  sort_agrees -m --batch-size=2 -T there part-*
  [ -z "$(ls -A there)" ]
  sort_agrees -m --batch-size=5 -T nowhere part-*
  run --separate-stderr muster sort -m --batch-size=4 -T nowhere part-*
  equal "$status" 2
  equal "$output" ''
  equal "$stderr" 'muster: cannot write temporary files to nowhere: No such file or directory'
}

@test "200 files are merged under a limit of 20 open files" {
  files_of 200 6
  sort -m -n part-* > expected
  (ulimit -n 20 && muster sort -m -n part-*) > got
  same_bytes got expected
  (ulimit -n 20 && muster sort -m -n --batch-size=17 part-*) > got
  same_bytes got expected
}

@test "a limit that is too low for two files is an error" {
  skip_under undefined 'it looks at objects through pipes of its own, which fail too'
  files_of 5 5
  # shellcheck disable=SC2016 # for the shell below
  run --separate-stderr bash -c 'exec 3>&- 4>&-; ulimit -n 5; exec "$MUSTER" sort -m part-*'
  equal "$status" 2
  equal "$output" ''
  matches "$stderr" '^muster: .*: Too many open files$'
}

@test "a batch size that is no number, too small or too large is refused" {
  echo a > x
  for size in x '' -3 5k 1 0 1000000000 99999999999999999999999; do
    run --separate-stderr sort -m "--batch-size=$size" x
    local expected=${stderr_lines[0]#sort: }
    run --separate-stderr muster sort -m "--batch-size=$size" x
    equal "$status$output" 2
    equal "${stderr_lines[0]}" "muster: sort: $expected"
  done
}

@test "- is standard input, merged with files; the first one has it all" {
  printf '%s\n' 1 4 9 > input
  printf '%s\n' 2 4 7 > file
  sort_agrees -m
  sort_agrees -m -
  sort_agrees -m -n - file
  sort_agrees -m -n -s file -
  sort_agrees -m - -
  sort_agrees -m -n --batch-size=2 file - file - file
}

@test "a missing final newline is supplied" {
  printf 'a\nc' > one
  printf b > two
  sort_agrees -m one
  sort_agrees -m one two
  sort_agrees -m two one
  equal "$(< got)" $'a\nb\nc'
  sort_agrees -m -z one two
}

@test "empty files give nothing" {
  : > empty
  echo a > one
  sort_agrees -m empty
  sort_agrees -m empty empty
  sort_agrees -m empty one empty
}

@test "records longer than what is read and written at a time are merged" {
  for i in {1..8}; do
    printf '%s' "$i"
    head -c "$((i * 90000))" /dev/zero | tr '\0' "$i"
    echo
  done > long
  sort_agrees -m long long
  sort_agrees -m -u long long
  sort_agrees -m -n -r long long
  sort_agrees -m --batch-size=2 long long long
  { printf 9; head -c 3000000 /dev/zero | tr '\0' x; } > unended
  sort_agrees -m long unended
}

@test "large files are merged from and to pipes" {
  for i in 1 2 3; do seq "$i" 3 600000 > "part-$i"; done
  muster sort -m -n - part-2 <(cat part-3) < <(cat part-1) | cat > got
  seq 600000 > expected
  same_bytes got expected
}

@test "one file is copied through, and -u drops what it repeats" {
  printf '%s\n' b b a a b > one
  muster sort -m one > got
  same_bytes got one
  sort_agrees -m -u one
  equal "$(< got)" $'b\na\nb'
}

@test "what is due is printed while inputs still come" {
  mkfifo one two
  muster sort -m -n one two > out &
  local pid=$!
  exec {to_one}> one {to_two}> two
  printf '1\n5\n' >&"$to_one"
  printf '2\n7\n' >&"$to_two"
  # 5 is the last of one so far, so whether 7 is due is not known.
  until [[ $(< out) == $'1\n2\n5' ]]; do
    kill -0 "$pid"
    sleep 0.05
  done
  printf '6\n' >&"$to_one"
  until [[ $(< out) == $'1\n2\n5\n6' ]]; do
    kill -0 "$pid"
    sleep 0.05
  done
  exec {to_one}>&- {to_two}>&-
  wait "$pid"
  equal "$(< out)" $'1\n2\n5\n6\n7'
}

@test "the file of -o may be one of the inputs" {
  printf '%s\n' a c > one
  printf '%s\n' b d > two
  muster sort -m -o one one two
  equal "$(< one)" $'a\nb\nc\nd'
  muster sort -m --batch-size=2 -o two one two one
  equal "$(< two)" $'a\na\nb\nb\nb\nc\nc\nd\nd\nd'
}

@test "a file that cannot be read is an error before anything is written" {
  echo a > one
  echo old > out
  run --separate-stderr muster sort -m one missing
  equal "$status$output" 2
  equal "$stderr" 'muster: cannot read: missing: No such file or directory'
  run --separate-stderr muster sort -m -o out one .
  equal "$status$output" 2
  equal "$stderr" 'muster: read failed: .: Is a directory'
  equal "$(< out)" old
}

@test "with -c nothing is merged: the file is checked, as sort does" {
  printf '%s\n' b a > one
  for letter in c C; do
    for arguments in one 'one one'; do
      local expected=0 status=0
      # shellcheck disable=SC2086 # one file or two
      sort -m "-$letter" $arguments > expected 2> /dev/null || expected=$?
      # shellcheck disable=SC2086
      muster sort -m "-$letter" $arguments > got 2> /dev/null || status=$?
      equal "$status" "$expected"
      same_bytes got expected
    done
  done
}

@test "-m and its reader: a head that has enough ends it" {
  seq 1000000 > one
  run --separate-stderr bash -c '"$MUSTER" sort -m -n one one | head -n 3'
  equal "$output" $'1\n1\n2'
  equal "$stderr" ''
}
