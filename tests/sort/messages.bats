#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  ln -s "$MUSTER" sort
  ln -s loop loop
  mkdir folder
  printf '%s\n' b a > x
  printf '%s\n' a b > y
  printf 'b\0a\0' > nuls
  printf 'x\0missing\0' > names
  head -c 8 /dev/zero > short
}

# complains_as_sort [--status N] ARGUMENT...: under the name of sort, the same bytes on both streams
# and the same status, or N if that is meant to differ.
complains_as_sort() {
  local status=0 expected_status=0 meant=
  if [[ $1 == --status ]]; then
    meant=$2
    shift 2
  fi
  command sort "$@" < x > expected 2> expected_complaint || expected_status=$?
  (PATH=.:$PATH exec -a sort timeout 60 sort "$@") < x > got 2> complaint || status=$?
  if ((status == ${meant:-$expected_status})) && [[ -s complaint ]] && cmp got expected &&
    cmp complaint expected_complaint; then return; fi
  echo "arguments: $*"
  echo "status $status, expected ${meant:-$expected_status}"
  diff expected_complaint complaint
  return 1
}

@test "a FILE that cannot be read" {
  for file in missing folder loop x/y missing/y '' 'two words' $'two\nlines' 'a:b' '~' '#x' 'a$b' \
    $'\001tab\t' "it's \$" '*'; do
    complains_as_sort -- "$file"
    complains_as_sort x "$file"
    complains_as_sort -c "$file"
  done
  complains_as_sort x missing loop
  complains_as_sort x -n missing
  complains_as_sort -m x missing
  complains_as_sort -- -n
}

@test "an output that cannot be written" {
  for file in missing/out folder x/out loop loop/out '' 'no folder/out'; do
    complains_as_sort -o "$file" x
    complains_as_sort x -o "$file"
    complains_as_sort -o "$file" missing
    complains_as_sort -o "$file" -k 0 x
  done
  complains_as_sort -o one -o other x
  [[ ! -e one && ! -e other && ! -e out ]]
}

@test "-c and what does not go with it" {
  complains_as_sort -c x
  complains_as_sort -c
  complains_as_sort -c -
  complains_as_sort -cr y
  complains_as_sort -cz nuls
  complains_as_sort -c x y
  complains_as_sort -C x y
  complains_as_sort -C x y -o out
  complains_as_sort -c -o out x
  complains_as_sort -Co out x
  complains_as_sort -cC x
  complains_as_sort -Cc x
  complains_as_sort -c --check=silent x
  complains_as_sort -C --check=diagnose-first x
}

@test "words that are none of those there are" {
  # Here sort ends with status 1, which is that of disorder.
  complains_as_sort --status 2 --check=bad x
  complains_as_sort --status 2 --check=quietly x
  complains_as_sort --status 2 --sort=bad x
  complains_as_sort --status 2 --sort=numerical x
  complains_as_sort --status 2 --sort= x
}

@test "--files0-from" {
  for file in folder/missing missing loop x/y '' /dev/null names; do
    complains_as_sort --files0-from="$file"
  done
  complains_as_sort --files0-from=x y
  complains_as_sort --files0-from=missing y
  complains_as_sort --files0-from=- -
  complains_as_sort --files0-from=missing -gn
  complains_as_sort --files0-from=names -c
  for bytes in 'x\0\0y\0' '\0' 'x\0y\0\0' 'x\0-\0' '-\0\0' '\0-\0'; do
    # shellcheck disable=SC2059  # the bytes are written as printf has them
    printf -- "$bytes" > some
    complains_as_sort --files0-from=some
    complains_as_sort --files0-from=some -c --debug
  done
}

@test "numbers that are none" {
  for number in x '' -1 ' -1' 1x 1K 1b 1.5 0x2 '1 ' +; do
    complains_as_sort --parallel="$number" x
    complains_as_sort --batch-size="$number" x
    complains_as_sort -k "$number," x
  done
  complains_as_sort --parallel=0 x
  complains_as_sort --parallel=00 x
  complains_as_sort --batch-size=0 x
  complains_as_sort --batch-size=1 x
  complains_as_sort --batch-size=+1 x
}

@test "sizes that are none" {
  for size in x '' -1 % b 1x 1Q 10Q 1kk 1KB 1KiB 1M% 1.5G 1k% 1e 16E 1Z 10Z 10Y \
    99999999999999999999999999 99999999999999999999999999K; do
    complains_as_sort -S "$size" x
  done
}

@test "numbers and sizes with blanks or a plus before them, and units in lower case" {
  for option in --parallel=+2 --parallel=' 2' --batch-size=+2 --batch-size=$'\t2' '-S +1' -S1m -S1g \
    -S1t -SK -Sk -S0 -S0% -S1b '-k 1' '-k+1' '-k1, +1'; do
    equal "$(./sort "$option" x)" "$(sort "$option" x)"
  done
}

@test "separators and keys" {
  for separator in '' ab 'a b' '  '; do
    complains_as_sort -t "$separator" x
  done
  complains_as_sort -t a -t b x
  for key in 0 1.0 x 1,0 '' -1 '1,' 1. 1,x 1.x 1,1.x 1,1. .1 ,1 1,2,3 1,2x 1x '1 2' 0x1 1.1.1 1nx 1gn \
    1,2gn 1g,2n 1h,2M ' ,1' '1, '; do
    complains_as_sort -k "$key" x
  done
}

@test "options that exclude each other, or are not there, or lack their argument" {
  for options in -gn -hn -gM -Rn -nV -dn -in -fdgn '-Mb -h' '-n -g' -k -t -S -T -o '-k1 -t' --key \
    --output --reverse=yes --debug=yes --stable=1 --bogus --bogus=1 -Q -nQ -W '-?' --top=1 --locale --records=i8; do
    # shellcheck disable=SC2086  # one option a word
    complains_as_sort $options
  done
}

@test "names that are shortened too far" {
  for letter in a b c d f g h i m n p r s v x; do
    case $letter in g | n | p) continue ;; esac # sort has one option each
    complains_as_sort --$letter
  done
}

@test "names that are shortened as far as sort allows" {
  for option in --g --k=1 --n --o=out --st --u --z --t=x --bu=1M --te=. --pa=1 --rev; do
    complains_as_sort "$option" missing
  done
}

@test "sources of randomness and programs for compression" {
  for file in missing loop x/y '' ; do
    complains_as_sort -R --random-source="$file" x
  done
  complains_as_sort -R --random-source=short x
  complains_as_sort --random-source=x --random-source=y x
  complains_as_sort --compress-program=x --compress-program=y x
}

@test "under POSIXLY_CORRECT an option behind a FILE is a FILE" {
  export POSIXLY_CORRECT=1
  complains_as_sort x -r
  complains_as_sort x --bogus
}

@test "a -k at fault is told before a FILE that is missing" {
  complains_as_sort -k 0 missing
  complains_as_sort missing -k 0
  complains_as_sort -gn missing
  complains_as_sort -o folder missing
  complains_as_sort -c missing x
}
