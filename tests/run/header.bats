#!/usr/bin/env bats

load ../common

# Three files of 2,000 lines, each with the same header of two lines, and an empty one.
make_files() {
  awk 'BEGIN { srand(3); for (i = 0; i < 6000; ++i) printf "%d,%c\n", rand() * 500, 97 + rand() * 26 }' |
    split -l 2000 - body-
  printf 'key,letter\n~~~\n' > header
  for file in body-a?; do cat header "$file" > "${file/body/part}"; done
  : > empty
}

@test "--header N: the header comes first, once, and the rest is in order" {
  make_files
  local options size
  for options in '' -n '-t, -k2,2 -s' '-n -r -u'; do
    # shellcheck disable=SC2086  # several words
    { cat header; sort $options body-a?; } > expected
    for size in 1G 64K; do
      # shellcheck disable=SC2086
      muster run -S $size --header 2 $options cat ::: part-a? > got
      same_bytes got expected
      # shellcheck disable=SC2086
      muster sort -S $size --header 2 $options part-a? > got
      same_bytes got expected
    done
  done
}

@test "so it is in orders that stream, whoever comes first" {
  make_files
  local order
  cat body-aa body-ab body-ac > worker
  paste -d '\n' body-aa body-ab body-ac > round-robin
  sort worker > arrival
  for order in worker round-robin arrival; do
    # Little memory too: what waits for P1 is spilled.
    for size in 1G 8K; do
      rm -f others
      muster run -j 3 -S $size --order=$order --header 2 ::: \
        'until [ -e others ]; do sleep 0.01; done; sleep 0.1; cat part-aa' 'cat part-ab' 'cat part-ac; touch others' > got
      head -n 2 got > got-header
      same_bytes got-header header
      tail -n +3 got > got-body
      if [[ $order == arrival ]]; then sort -o got-body got-body; fi
      same_bytes got-body $order
    done
  done
}

@test "a merge does not look at headers, and numbers the lines of each worker" {
  make_files
  for file in body-a?; do { cat header; sort -n "$file"; } > "${file/body/sorted}"; done
  { cat header; sort -n body-a?; } > expected
  muster run -m -n --header 2 cat ::: sorted-a? > got
  same_bytes got expected
  muster sort -m -n --header 2 sorted-a? > got
  same_bytes got expected
  muster sort -m -n --header 2 --batch-size=2 sorted-a? > got
  same_bytes got expected
  run --separate-stderr muster run -m -n --header 1 ::: 'printf "x\n3\n2\n"'
  equal "$status" 1
  matches "$stderr" 'record 3 is out of order'
}

@test "a merge prints the header, and what is due, while workers still run" {
  mkfifo records
  muster run -m -n --header 1 ::: 'echo name; echo 1; until [ -e go ]; do sleep 0.01; done; echo 3' \
    'echo name; echo 2; echo 4' > records &
  exec 4< records
  local expected got
  for expected in name 1; do
    read -r -t 30 got <&4
    equal "$got" "$expected"
  done
  touch go
  equal "$(cat <&4)" $'2\n3\n4'
  wait $!
}

@test "the header is that of the first that has any record" {
  make_files
  { cat header; sort body-aa body-ab; } > expected
  muster run --header 2 cat ::: empty part-aa part-ab > got
  same_bytes got expected
  muster sort --header 2 empty part-aa part-ab > got
  same_bytes got expected
  muster sort -m --header 2 empty empty part-aa > got
  same_bytes got part-aa
  for order in worker arrival round-robin; do
    muster run -j 2 --order=$order --header 2 ::: 'sleep 0.2' 'cat part-aa' > got
    same_bytes got part-aa
  done
}

@test "an input that is shorter than its header has nothing else" {
  printf 'only\n' > short
  printf 'a\nb\nz\nc\n' > long
  local order
  for order in ascending worker arrival round-robin; do
    equal "$(muster run --order=$order --header 3 --header-any cat ::: short long)" $'only\nc'
    equal "$(muster run --order=$order --header 3 --header-any cat ::: long short)" $'a\nb\nz\nc'
    equal "$(muster run --order=$order --header 9 cat ::: short short)" only
    equal "$(muster run --order=$order --header 9 cat ::: long)" $'a\nb\nz\nc'
    equal "$(muster run --order=$order --header 1 ::: true true)" ''
    equal "$(muster run --order=$order --header 1 cat :::)" ''
  done
  equal "$(muster sort --header 3 --header-any short long)" $'only\nc'
  equal "$(muster sort -m --header 3 --header-any short long)" $'only\nc'
}

# differs WORKER FIRST: what is said of it.
differs() {
  echo "^muster: P$1 \(pid [0-9]+, [^)]*\): its header differs from that of P$2 \(pid [0-9]+, [^)]*\); if it may, add --header-any\$"
}

@test "a header that differs from the first is an error that names both workers" {
  printf 'a,b\n1,2\n' > x
  printf 'b,a\n2,1\n' > y
  : > empty
  local order delays delay
  for order in '' --order=worker --order=arrival --order=round-robin -m; do
    # Whoever comes first.
    for delays in '0 0 0' '0 0.2 0' '0 0 0.2'; do
      read -r -a delay <<< "$delays"
      # shellcheck disable=SC2086  # none is to be none
      run --separate-stderr muster run -j 3 $order --header 1 ::: "sleep ${delay[0]}; cat empty" \
        "sleep ${delay[1]}; cat x" "sleep ${delay[2]}; cat y"
      equal "$status" 1
      matches "$stderr" "$(differs 3 2)"
      if [[ ! $order ]]; then equal "$output" ''; fi
      # shellcheck disable=SC2086
      run --separate-stderr muster run -j 3 $order --header 1 --header-any ::: "sleep ${delay[0]}; cat empty" \
        "sleep ${delay[1]}; cat x" "sleep ${delay[2]}; cat y"
      equal "$status$stderr" 0
      equal "$(sort <<< "$output")" "$(printf '1,2\n2,1\na,b')"
    done
  done
}

@test "headers differ by any byte of any of their records, and by how many there are" {
  local other
  printf 'a\nb\n1\n' > x
  for other in 'a\nB\n1\n' 'a\nb \n1\n' 'a\n\nb\n1\n' 'ab\n1\n' 'a\n' 'a'; do
    # shellcheck disable=SC2059  # the format is the file
    printf "$other" > y
    run --separate-stderr muster run --header 2 cat ::: x y
    equal "$status$output" 1
    matches "$stderr" "$(differs 2 1)"
    for merge in '' -m; do
      # shellcheck disable=SC2086
      run --separate-stderr muster sort $merge --header 2 x y
      equal "$status$output" 2
      equal "$stderr" 'muster: y: its header differs from that of x; if it may, add --header-any'
    done
  done
}

@test "however the header comes, only its bytes count" {
  muster run --header 3 ::: 'printf "a\nb"; sleep 0.1; printf "c\nd\n1"' 'printf "a\nbc\nd\n2\n"' > got
  printf '%s\n' a bc d 1 2 > expected
  same_bytes got expected
}

@test "the headers of sort are compared before anything is printed, however many inputs are merged at a time" {
  local i
  for i in 1 2 3 4 5 6 7; do printf 'head\n%s\n' $i > part-$i; done
  printf 'had\n8\n' > part-8
  run --separate-stderr muster sort -m --batch-size=2 --header 1 part-?
  equal "$status$output" 2
  equal "$stderr" 'muster: part-8: its header differs from that of part-1; if it may, add --header-any'
  muster sort -m --batch-size=2 --header 1 --header-any part-? > got
  { echo head; seq 8; } | same_bytes got -
  # -o stays as it was.
  echo before > file
  run ! muster sort --header 1 -o file part-?
  equal "$(< file)" before
}

@test "with --partial a worker whose header differs has failed, and nothing of it is printed" {
  local order size
  seq 20000 > many
  for order in '' --order=worker --order=arrival --order=round-robin; do
    for size in 1G 64K; do
      # P1 says late which header it is; P4, the last, has it too.
      # shellcheck disable=SC2086
      run --separate-stderr muster run -j 4 --partial -S $size $order --header 1 ::: \
        'sleep 0.3; echo name; echo 3' 'echo nom; cat many' 'echo Name; cat many; exit 3' 'echo name; echo 4'
      equal "$status" 2
      equal "$output" $'name\n3\n4'
      equal "${#stderr_lines[@]}" 2
      matches "$stderr" 'P2 .*: its header differs from that of P1 '
      matches "$stderr" 'P3 .*: exited with status 3'
    done
  done
}

@test "--header-any is refused where it would do nothing" {
  is_refused '--header-any can only be used with --header' run --header-any echo
}

@test "a header of no end is spilled" {
  seq 300000 > many
  muster run -S 64K --header 1000000 cat ::: many many > got
  same_bytes got many
  muster run -S 64K --order=worker --header 1000000 cat ::: many many > got
  same_bytes got many
  muster sort -S 64K --header 1000000 many many > got
  same_bytes got many
}

@test "of a failed run not even the header is printed" {
  run --separate-stderr muster run --header 1 ::: 'echo name; echo 1' 'echo name; exit 3'
  equal "$status$output" 1
  run --separate-stderr muster sort --header 1 missing
  equal "$status$output" 2
}

@test "with --partial it is the header of the first worker that ended well" {
  local order
  for order in ascending worker arrival round-robin; do
    run --separate-stderr muster run --partial --order=$order --header 1 --header-any ::: \
      'echo one; echo 1; exit 3' 'sleep 0.1; echo two; echo 2' 'echo three; echo 3'
    equal "$status" 1
    equal "$output" $'two\n2\n3'
  done
}

@test "--top and -o are as always, and the header does not count" {
  make_files
  { cat header; sort -n body-a? | head -n 5; } > expected
  muster run -n --header 2 --top 5 cat ::: part-a? > got
  same_bytes got expected
  muster sort -n --header 2 --top 5 part-a? > got
  same_bytes got expected
  muster run -n --header 2 --top 5 -o file cat ::: part-a?
  same_bytes file expected
  muster sort -n --header 2 --top 5 -o file part-a?
  same_bytes file expected
  equal "$(muster run --order=arrival --header 1 --top 1 seq 3)" $'1\n2'
}

@test "records of a header end as others do" {
  printf 'h\n\0b\0a' > x
  muster run -z --header 1 cat ::: x x > got
  printf 'h\n\0a\0a\0b\0b\0' > expected
  same_bytes got expected
}

@test "-c looks at what stands behind the header" {
  make_files
  { cat header; sort body-aa; } > x
  muster sort -c --header 2 x
  run --separate-stderr muster sort -c --header 1 x
  equal "$status" 1
  matches "$stderr" ':3: disorder'
}

@test "what is no number is refused" {
  is_refused "--header: invalid number 'x': expected a whole number" run --header x echo
}

@test "--explain tells of headers" {
  run --separate-stderr muster run --explain --header 1 seq 2
  matches "$stderr" 'Scheduler .* takes the first record of each worker'
}
