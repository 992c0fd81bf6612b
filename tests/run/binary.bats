#!/usr/bin/env bats

# Binary records, against perl.

load ../common

binary() { perl "$BATS_TEST_DIRNAME/../tools/binary.pl" "$@"; }
types="i8 i16 i32 i64 u8 u16 u32 u64 f32 f64"

# make_files TYPE: some thousand values, with every special one, in files a, b and c.
make_files() {
  local seed=1 file
  for file in a b c; do binary make "$1" 3000 $((seed++)) > "$file"; done
}

# same_order EXPECTED-OPTIONS TYPE OPTION...: run and sort give what perl gives.
same_order() {
  binary sort "$2" "$1" a b c > expected
  muster run --records="$2" "${@:3}" cat ::: a b c > got
  same_bytes got expected
  muster sort --records="$2" "${@:3}" a b c > got
  same_bytes got expected
}

@test "values of every type come in order, NaN last and -0.0 before 0.0" {
  for type in $types; do
    make_files "$type"
    same_order '' "$type"
    same_order r "$type" -r
    same_order u "$type" -u
    same_order '' "$type" -s
  done
  same_order r f64 --reverse
  muster run --records=f64 --order=descending cat ::: a b c > got
  same_bytes got expected
}

@test "-r and --order=descending reverse exactly, so NaN comes first then" {
  binary pack f64 <<< $'1\nnan\n-0\n0\n-inf\ninf' > values
  equal "$(muster run --records=f64 --print cat ::: values)" $'-inf\n-0\n0\n1\ninf\nnan'
  equal "$(muster run --records=f64 --print -r cat ::: values)" $'nan\ninf\n1\n0\n-0\n-inf'
  equal "$(muster run --records=f64 --print --order=descending cat ::: values)" $'nan\ninf\n1\n0\n-0\n-inf'
}

@test "values that do not fit into memory are spilled" {
  for type in u8 i32 u64 f64; do
    binary make "$type" 40000 1 > a
    binary make "$type" 40000 2 > b
    : > c
    same_order '' "$type" -S 64K
    same_order r "$type" -S 64K -r
    same_order u "$type" -S 64K -u
  done
  run --separate-stderr muster run --records=f64 -S 64K -T /is/not/there cat ::: a b c
  equal "$status" 125
  matches "$stderr" '/is/not/there'
}

@test "-m merges workers whose values are in order" {
  for type in i16 u64 f32; do
    make_files "$type"
    binary sort "$type" '' a b c > expected
    for file in a b c; do binary sort "$type" '' "$file" > "sorted-$file"; done
    muster run -m --records="$type" cat ::: sorted-a sorted-b sorted-c > got
    same_bytes got expected
    muster run -m --records="$type" -S 16K cat ::: sorted-a sorted-b sorted-c > got
    same_bytes got expected
    muster sort -m --records="$type" sorted-a sorted-b sorted-c > got
    same_bytes got expected
  done
  binary sort f32 u a b c > expected
  muster run -m -u --records=f32 cat ::: sorted-a sorted-b sorted-c > got
  same_bytes got expected
  binary pack i64 <<< $'1\n3\n2' > a
  run --separate-stderr muster run -m --records=i64 -o out cat ::: a
  equal "$status" 1
  matches "$stderr" '^muster: P1 \(pid [0-9]+, cat a\): record 3 is out of order'
}

@test "in the orders that stream, records stay whole and those of a worker stay in order" {
  binary pack u32 <<< $'9\n10\n2' > a
  binary pack u32 <<< $'8\n10' > b
  cat a b > expected
  muster run --records=u32 --order=worker cat ::: a b > got
  same_bytes got expected
  equal "$(muster run --records=u32 --order=round-robin --print cat ::: a b)" $'9\n8\n10\n10\n2'
  muster run -j 0 --records=u32 --order=arrival "head -c 5 {}; sleep 0.05; tail -c +6 {}" ::: a b > got
  same_bytes <(muster sort --records=u32 got) <(muster sort --records=u32 a b)
  equal "$(stat -c %s got)" 20
}

@test "--print gives text that reads back as the same values" {
  for type in $types; do
    make_files "$type"
    binary sort "$type" '' a b c > expected
    muster run --records="$type" --print cat ::: a b c > text
    binary pack "$type" < text > got
    same_bytes got expected
    muster sort --records="$type" --print a b c > again
    same_bytes again text
  done
  binary pack i64 <<< $'-9223372036854775808\n9223372036854775807' > a
  equal "$(muster run --records=i64 --print cat ::: a)" $'-9223372036854775808\n9223372036854775807'
  binary pack f64 <<< $'0.1\n1e300\n-0\nnan\n-inf' > a
  equal "$(muster run --records=f64 --print cat ::: a)" $'-inf\n-0\n0.1\n1e+300\nnan'
  binary pack f32 <<< $'0.1\n16777216' > a
  equal "$(muster run --records=f32 --print cat ::: a)" $'0.1\n16777216'
}

@test "half a record at the end is that worker's failure" {
  binary pack u64 <<< $'1\n2' > whole
  head -c 11 whole > torn
  for options in '' -m --order=arrival --order=worker -u; do
    run --separate-stderr muster run --records=u64 $options -o out cat ::: whole torn
    equal "$status" 1
    matches "$stderr" \
      '^muster: P2 \(pid [0-9]+, cat torn\): ended in the middle of a record: 3 bytes of 8 \(--records=u64\)$'
    [[ ! -e out ]]
  done
  run --separate-stderr muster run --records=fixed:12 cat ::: torn
  matches "$stderr" 'ended in the middle of a record: 11 bytes of 12 \(--records=fixed:12\)$'
  run --separate-stderr muster run --partial --records=u64 --print cat ::: torn whole torn
  equal "$status" 2
  equal "$output" $'1\n2'
  # sort names the file.
  run --separate-stderr muster sort --records=u64 whole torn
  equal "$status" 2
  equal "$output" ''
  equal "$stderr" 'muster: torn: ends in the middle of a record: 3 bytes of 8'
}

@test "no output of any worker gives no output" {
  for options in '' --print -m --order=worker; do
    run --separate-stderr muster run --records=u64 $options --workers 2 true
    equal "$status" 0
    equal "$output$stderr" ''
  done
}

# structs SEED: of a number, a small number and two letters: 8 bytes each, with many ties.
structs() {
  perl -e 'binmode STDOUT; srand shift; print pack "l S a2", int(rand 20) - 10, rand 5, chr(97 + rand 3) . chr(97 + rand 3) for 1 .. 2000' "$1"
}

# ordered COMPARISON FILE...: structs in the order of a comparison of $a and $b, each (number, small, letters).
ordered() {
  perl -e 'binmode STDOUT; my $by = eval "sub { $ARGV[0] }"; shift; $/ = \8; binmode ARGV;
    print map { pack "l S a2", @$_ } sort { $by->() } map { [unpack "l S a2", $_] } <>' "$@"
}

@test "structs are compared by their keys, then as bytes" {
  structs 1 > a
  structs 2 > b
  bytes='pack("l S a2", @$a) cmp pack("l S a2", @$b)'
  ordered "\$b->[1] <=> \$a->[1] || \$a->[0] <=> \$b->[0] || $bytes" a b > expected
  for options in '' '-S 16K'; do
    # shellcheck disable=SC2086  # several words
    muster run --records=fixed:8 --key=4:u16r --key=0:i32 $options cat ::: a b > got
    same_bytes got expected
  done
  muster sort --records=fixed:8 --key=4:u16r -k 0:i32 a b > got
  same_bytes got expected
  ordered "\$a->[1] <=> \$b->[1]" a b > expected
  for options in -s '-s -S 16K'; do
    # shellcheck disable=SC2086
    muster run --records=fixed:8 --key=4:u16 $options cat ::: a b > got
    same_bytes got expected
  done
  perl -e '$/ = \8; binmode STDOUT; while (<>) { print if !$seen{unpack "x4 S"}++ }' expected > unique
  muster run --records=fixed:8 --key=4:u16 -u cat ::: a b > got
  same_bytes got unique
  # -r reverses keys that have no r, and the last resort.
  ordered "\$b->[1] <=> \$a->[1] || \$b->[0] <=> \$a->[0] || -($bytes)" a b > expected
  muster run --records=fixed:8 --key=4:u16r --key=0:i32 -r cat ::: a b > got
  same_bytes got expected
}

@test "records of a fixed size without a key are compared as bytes" {
  structs 3 > a
  structs 4 > b
  ordered 'pack("l S a2", @$a) cmp pack("l S a2", @$b)' a b > expected
  muster run --records=fixed:8 cat ::: a b > got
  same_bytes got expected
  muster run --records=fixed:8 -S 16K cat ::: a b > got
  same_bytes got expected
  # Longer than a slab of the segment, and than what is written at a time.
  for letter in c a b; do head -c 3000000 /dev/zero | tr '\0' $letter; done > long
  muster run --records=fixed:3000000 cat ::: long | tr -s abc > got
  equal "$(< got)" abc
}

@test "sort -c says which value is out of order" {
  binary pack i32 <<< $'-5\n7\n-6' > a
  run --separate-stderr muster sort -c --records=i32 a
  equal "$status" 1
  equal "$stderr" 'muster: a:3: disorder: -6'
  muster sort -c --records=u32 <(binary pack u32 <<< $'1\n2')
}

@test "the name sort knows only sort's options" {
  ln -s "$MUSTER" sort
  run --separate-stderr ./sort --records=u64 /dev/null
  equal "$status" 2
  equal "$(printf '1\n2\n' | ./sort --re)" $'2\n1'
}

@test "what cannot be used with binary records is refused, and the message says why" {
  is_refused "--records: invalid type 'u65': expected i8, .*, f64 or fixed:N" run --records=u65 true
  is_refused "invalid number '0': expected a whole number from 1 to 1073741824" run --records=fixed:0 true
  is_refused "invalid number '': expected a whole number" run --records=fixed: true
  is_refused '-n can only be used with text, not with --records' run --records=u64 -n true
  is_refused '-ft can only be used with text' run --records=u64 -rft, true
  is_refused '-V can only be used with text' run --records=u64 --sort=version true
  is_refused 'keys that are fields of text .* use --key=OFFSET:TYPE' run --records=fixed:8 -k2 true
  is_refused '-z cannot be used with --records' run --records=u64 -z true
  is_refused 'u64 is the key itself' run --records=u64 --key=0:u32 true
  is_refused '--key=5:u32: reaches past the end of a record of 8 bytes' run --records=fixed:8 --key=5:u32 true
  is_refused 'reaches past' run --records=fixed:8 --key=99999999999999999999:u8 true
  is_refused 'reaches past' run --records=fixed:1 --key=0:u16 true
  is_refused "'u33' is none of i8, " run --records=fixed:8 --key=0:u33 true
  is_refused 'begins with a number' run --records=fixed:8 --key=:u32 true
  is_refused "':' and a type" run --records=fixed:8 --key=1,2:u32 true
  is_refused '--print cannot be used with --records=fixed:N' run --records=fixed:8 --print true
  is_refused '--print can only be used with --records=TYPE' run --print true
  is_refused "stray character in field spec: invalid field specification '1:u8'" run --key=1:u8 true
  run --separate-stderr muster sort --records=u64 --debug /dev/null
  equal "$status" 2
  matches "$stderr" '--debug cannot be used with --records: it underlines text'
}
