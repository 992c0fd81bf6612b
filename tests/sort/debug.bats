#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  ln -s "$MUSTER" sort
}

# shows_as_sort ARGUMENT...: under the name of sort, --debug prints and says the same.
shows_as_sort() {
  local status=0 expected_status=0
  command sort --debug "$@" > expected 2> expected_words || expected_status=$?
  timeout 60 ./sort --debug "$@" > got 2> words || status=$?
  if ((status == expected_status)) && cmp expected got && cmp expected_words words; then return; fi
  echo "arguments: $*"
  printf 'status %s, expected %s\n' "$status" "$expected_status"
  diff -a expected_words words
  diff -a expected got | head -n 20
  return 1
}

# Nasty in other ways than numbers alone are.
make_fields() {
  printf '%s\n' '' ' ' $'\t' '   ab' ' a b  c' $'a\t\tb c' 'x,y,,z' ',,' '1.5.2' '-1-2' '+3+4' \
    ' jan 2' 'FEBRUARY' ' 12Kx' '0K' '5.K' 'K' '.5M 3G' '1e5e2' ' 0x1Fz 7' 'nan' '-inf' '1e' '-.' \
    '- 5' $'\v7' $'a\001b\200c\177d\te' $'f\rg' $'\xc3\xa9 \xff' 'a10.tar' 'a9.tar' > fields
  printf 'a\0b c\0\n1\0 2\n x' >> fields
}

@test "no key" {
  make_fields
  for options in -s -u -r -b -d -f -i -n -g -h -M -V -z -rs -ru -bn -bdf -zb -nr -nu -Mr -hs -gb; do
    shows_as_sort "$options" fields
  done
  shows_as_sort fields
}

@test "every place of a key, with every way to compare" {
  make_fields
  for key in 1 2 3 1,1 2,2 1,2 2,1 1.2 1.2,1 2.2,2.3 1,1.3 1,2.1 2.4,3.1 1.5,1.2 1.1,1.0 9,9; do
    for letters in '' b n g h M V r d f i bn bM; do
      shows_as_sort -k "$key$letters" fields
    done
  done
}

@test "blanks are skipped at one end of a key or at both" {
  make_fields
  for key in 1b,1 1b,2 1b,1.2 1,1.2b 1b,1.2b 2b,2.2 2.2b,2.3b 1,2.3b 2bn,2.1 1.2b,1.2 2,3b; do
    shows_as_sort -s -k "$key" fields
    shows_as_sort -b -k "$key" fields
    shows_as_sort -t ' ' -k "$key" fields
  done
}

@test "a separator that could be in a number" {
  make_fields
  for separator in ',' . - + ' ' '\0' x; do
    for key in 1 1,1 2 2,2 1n 1,1n 1g 2,2g 2h 1,2n; do
      shows_as_sort -t "$separator" -k "$key" fields
    done
    shows_as_sort -t "$separator" -n fields
    shows_as_sort -t "$separator" -k1,1n -k2g fields
    shows_as_sort -t "$separator" -k1n -k2,2g fields
  done
}

@test "letters that no key heeds" {
  make_fields
  for all in -b -d -f -g -h -i -M -n -R -V -r -rs -ru -bdfr -fir -nr -dfi -bg -bVs -gn; do
    for keys in '-k1,1' '-k1n' '-k2,2M' '-k1,1r' '-k2b' '-k2b,3b' '-k1i' '-k1d' '-k1,1n -k2' \
      '-k1,1g -k2b,2' '-k1,1f -k2,2r' '-k1,1V -k2,2h -k3,3d'; do
      [[ $all$keys == -R* ]] && keys+=' -k1,1n -s'
      # shellcheck disable=SC2086  # one key a word
      shows_as_sort "$all" $keys /dev/null
    done
  done
}

@test "keys so far out that they cannot be counted" {
  make_fields
  for key in 18446744073709551615n 18446744073709551616n 1,18446744073709551615n \
    18446744073709551616,18446744073709551616n 18446744073709551614,18446744073709551615n; do
    shows_as_sort -k "$key" fields
  done
}

@test "generated records" {
  nasty_files 7 40
  local next=1
  for options in '-n' '-g' '-h' '-rn' '-sk2,2' '-k1,1n -k2' '-uk1.2,1.4' '-k2bg' '-M' '-t. -k2n'; do
    for ((last = next + 3; next <= last; ++next)); do
      # Where muster differs from sort on purpose: a byte that sort takes for a separator of
      # thousands, and the order of NaNs.
      tr '\001\200' '\000z' < "case-$next" | grep -a -v -i nan > case || true
      # shellcheck disable=SC2086  # one option a word
      shows_as_sort $options case
    done
  done
}

@test "records that were spilled" {
  seq 200000 | awk '{ print ($1 * 7919) % 200003, "x" }' > many
  TMPDIR=$PWD shows_as_sort -S 1M -k1,1n many
}

@test "records that end with NUL" {
  printf 'a\nb\0c\t\n d\0\0 x\ny' > nuls
  for options in -z -zb -zn -zk2 -zsk2b -zr -zu; do
    shows_as_sort "$options" nuls
  done
}

@test "--debug with -c, -C or -o is refused" {
  echo x > x
  for options in -c -C '-o out' '-c -o out' '-c x' -gn; do
    # shellcheck disable=SC2086  # one option a word
    shows_as_sort $options x
    [[ ! -s got ]]
  done
  run --separate-stderr muster sort --debug -c x
  equal "$status" 2
  equal "$output" ''
  equal "${stderr_lines[0]}" "muster: sort: options '-c --debug' are incompatible"
}

@test "what is wrong with the input is said after the warnings" {
  shows_as_sort -n missing
  [[ $(wc -l < words) == 3 ]]
}

@test "muster says the warnings in its own name" {
  echo 1 > x
  run --separate-stderr muster sort --debug -n x
  equal "$output" $'1\n_\n_'
  equal "${stderr_lines[0]}" 'muster: text ordering performed using simple byte comparison'
  equal "${stderr_lines[1]}" "muster: note numbers use '.' as a decimal point in this locale"
}
