#!/usr/bin/env bats

load ../common

# KEY COUNT WORD, 5,000 lines in each of three files, with many ties, of which some are the same bytes; and the same
# with tags.
make_files() {
  local i=0 file
  awk 'BEGIN { srand(5); for (i = 0; i < 15000; ++i)
         printf "%d\t%d\t%s%c\n", rand() * 200 - 50, rand() * 10, rand() < .5 ? "word" : "Word", 97 + rand() * 3 }' |
    split -l 5000 - part-
  for file in part-a?; do sed "s/^/$((++i))\t/" "$file" > "tagged-$file"; done
}

# tagged "OPTIONS OF MUSTER" "OPTIONS OF SORT": a stable sort of what has its tags already, by keys behind them, says
# what comes of it.
tagged() {
  local size
  # shellcheck disable=SC2086  # several words
  sort -s -t $'\t' $2 tagged-part-a? > expected
  for size in 1G 64K; do
    # shellcheck disable=SC2086
    muster run --tag -S $size $1 cat ::: part-a? > got
    same_bytes got expected || { echo "run --tag -S $size $1"; false; }
    # shellcheck disable=SC2086
    muster run --tag -S $size $1 --top 700 cat ::: part-a? > got
    head -n 700 expected > expected-top
    same_bytes got expected-top || { echo "run --tag -S $size $1 --top"; false; }
  done
}

@test "--tag puts the worker's number before each record, which counts for nothing in the order" {
  make_files
  tagged '' -k2
  tagged -r -k2r
  tagged -n '-k2n -k2'
  tagged '-n -s' -k2n
  tagged '-nr -u' '-k2nr -u'
  tagged '-u' '-k2 -u'
  tagged '-k2,2n -k1,1nr' '-k3,3n -k2,2nr -k2'
  tagged '-k3,3f -s' '-k4,4f'
  tagged '-k3,3f -u' '-k4,4f -u'
}

@test "a merge goes by the record without its tag, too" {
  make_files
  local i=0
  for file in part-a?; do
    sort -n "$file" > "sorted-$file"
    sed "s/^/$((++i))\t/" "sorted-$file" > "tagged-sorted-$file"
  done
  sort -m -s -t $'\t' -k2n -k2 tagged-sorted-part-a? > expected
  muster run -m -n --tag cat ::: sorted-part-a? > got
  same_bytes got expected
  sort -m -s -u -t $'\t' -k2n tagged-sorted-part-a? > expected
  muster run -m -n -u --tag cat ::: sorted-part-a? > got
  same_bytes got expected
}

@test "orders that stream have tags" {
  seq 3 > x
  seq 11 12 > y
  equal "$(muster run --tag --order=worker cat ::: x y)" $'1\t1\n1\t2\n1\t3\n2\t11\n2\t12'
  equal "$(muster run --tag --order=round-robin cat ::: x y)" $'1\t1\n2\t11\n1\t2\n2\t12\n1\t3'
  equal "$(muster run --tag --order=arrival cat ::: x y | sort)" $'1\t1\n1\t2\n1\t3\n2\t11\n2\t12'
  equal "$(muster run --tag --order=worker --top 4 cat ::: x y)" $'1\t1\n1\t2\n1\t3\n2\t11'
}

@test "--tagstring: {} is the input as it is, {#} the number" {
  equal "$(muster run --tagstring '<{}|{#}>{' echo ::: 'a b' "it's")" $'<a b|1>{\ta b\n<it\'s|2>{\tit\'s'
  equal "$(muster run --tagstring '{}' echo ::: '{#}')" $'{#}\t{#}'
  equal "$(muster run --tagstring '{}/{#}' --workers 2 echo)" $'{}/1\t\n{}/2\t'
  equal "$(muster run --tag --tagstring x echo ::: a)" $'x\ta'
  equal "$(muster run --tagstring x --tag echo ::: a)" $'x\ta'
  equal "$(muster run --tagstring '' echo ::: a)" $'\ta'
}

@test "headers have no tag" {
  printf 'name\nb\n' > x
  printf 'name\na\n' > y
  equal "$(muster run --tag --header 1 cat ::: x y)" $'name\n2\ta\n1\tb'
  equal "$(muster run --tag --header 1 --order=worker cat ::: x y)" $'name\n1\tb\n2\ta'
}

@test "records that end with NUL have tags" {
  muster run --tag -z printf ::: 'b\nc\0' 'a' > got
  printf '2\ta\0001\tb\nc\0' > expected
  same_bytes got expected
}

@test "with --partial and -o they are as always" {
  run --separate-stderr muster run --partial --tag ::: 'echo a; exit 3' 'echo c' 'echo b'
  equal "$status" 1
  equal "$output" $'3\tb\n2\tc'
  muster run --tag -o file seq ::: 1 2
  equal "$(< file)" $'1\t1\n2\t1\n2\t2'
}

@test "thousands of workers, with tags that are longer than all of the segment" {
  local long
  long=$(printf '%04000d' 0)
  seq 3000 | awk '{ printf "%d\t%d\n", $1, $1 }' > expected
  # shellcheck disable=SC2046  # one word each
  muster run -n --tag echo ::: $(seq 3000) > got
  same_bytes got expected
  seq 3000 | awk -v long="$long" '{ printf "%s%d\t%d\n", long, $1, $1 }' > expected
  local order
  for order in ascending worker; do
    options=-n
    if [[ $order == worker ]]; then options=; fi
    # shellcheck disable=SC2046,SC2086
    muster run $options --order=$order --tagstring "$long{#}" echo ::: $(seq 3000) > got
    same_bytes got expected
  done
}

@test "a tag that is too long, or ends a record, is refused before anything starts" {
  local most
  most=$(printf '%04096d' 0)
  equal "$(muster run --tagstring "$most" echo a)" "$most"$'\ta'
  is_refused '--tagstring: the tag of P1 is longer than 4096 bytes' run --tagstring "x$most" 'touch started'
  is_refused '--tagstring: the tag of P2 contains the record delimiter' run --tagstring '{}' ::: 'touch started' $'a\nb'
  [ ! -e started ]
  equal "$(muster run -z --tagstring '{}' printf ::: $'a\nb' | tr '\0' .)" $'a\nb\ta\nb.'
}

@test "--explain tells of tags" {
  run --separate-stderr muster run --explain --tagstring 'x{#}' echo ::: a
  matches "$stderr" 'Scheduler .* puts the tag x1 before each record of P1'
}
