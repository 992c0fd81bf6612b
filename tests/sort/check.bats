#!/usr/bin/env bats

load ../common

# Started under the name of sort, muster speaks as sort does.
setup() {
  in_an_empty_folder
  ln -s "$MUSTER" sort
  printf '%s\n' 1 2 10 > numbers
  printf '%s\n' a b b c > twice
  printf '%s\n' a B c > cases
  printf '%s\n' b a 'c d' > words
  printf '%s\n' 'x 2' 'a 2' 'z 1' > pairs
  printf '%s\n' 'z 1' 'a 2' 'a 2' > pairs_in_order
  printf '%s\n' f1 f10 f2 1K 2M JAN FEB nan 1e3 > mixed
  printf 'a\nb\0a\nc\0a\nb\0' > nuls
  printf 'b\na' > no_newline
  : > empty
  files=(numbers twice cases words pairs pairs_in_order mixed nuls no_newline empty)
}

# checks_alike ARGUMENT...: the binary and sort end with the same status and say the same.
checks_alike() {
  local expected_status=0 status=0
  command sort "$@" > expected 2>&1 < words || expected_status=$?
  timeout 60 ./sort "$@" > got 2>&1 < words || status=$?
  ((status == expected_status)) && cmp got expected && return
  printf 'arguments %s: status %s, not %s\n' "$*" "$status" "$expected_status"
  return 1
}

@test "-c says where the first disorder is, and ends with 1" {
  run --separate-stderr ./sort -c words
  equal "$status" 1
  equal "$output" ''
  equal "$stderr" 'sort: words:2: disorder: a'
}

@test "-c begins its message with muster under that name" {
  run --separate-stderr muster sort -c words
  equal "$status" 1
  equal "$stderr" 'muster: words:2: disorder: a'
}

@test "-c says nothing of a file in order, and ends with 0" {
  run --separate-stderr ./sort -c twice
  equal "$status$output$stderr" 0
  run --separate-stderr ./sort -c empty
  equal "$status$output$stderr" 0
}

@test "-c with -u takes a record that comes twice for disorder" {
  run --separate-stderr ./sort -cu twice
  equal "$status" 1
  equal "$stderr" 'sort: twice:3: disorder: b'
}

@test "-c agrees with sort -c, whatever the order" {
  for file in "${files[@]}"; do
    for options in '' -n -r -f -u -nu -s -V -h -g -M -d -i; do
      # shellcheck disable=SC2086 # no option is none
      checks_alike -c $options "$file"
    done
  done
}

@test "-c agrees with sort -c by keys, with and without a last resort" {
  for file in "${files[@]}"; do
    checks_alike -c -k2,2 "$file"
    checks_alike -c -k2,2n -s "$file"
    checks_alike -c -k2,2 -u "$file"
    checks_alike -c -t ' ' -k2r -k1,1 "$file"
    checks_alike -c -r -k2,2 "$file"
  done
}

@test "-C, --check=quiet and --check=silent say nothing" {
  for option in -C --check=quiet --check=silent --check=q; do
    for file in "${files[@]}"; do
      checks_alike "$option" "$file"
      [[ ! -s got ]]
    done
    run ./sort "$option" words
    equal "$status$output" 1
    run ./sort "$option" twice
    equal "$status$output" 0
    run ./sort "$option" -u twice
    equal "$status$output" 1
  done
}

@test "--check may be shortened" {
  checks_alike --che=s words
  checks_alike --che=q twice
}

@test "--check and --check=diagnose-first are -c" {
  for option in --check --check=diagnose-first --check=d; do
    run --separate-stderr ./sort "$option" words
    equal "$status" 1
    equal "$stderr" 'sort: words:2: disorder: a'
  done
}

@test "-c reads stdin without a FILE, and for -" {
  checks_alike -c
  equal "$(< got)" 'sort: -:2: disorder: a'
  checks_alike -c -
  checks_alike -C -
}

@test "-c under -z finds the same disorder" {
  for options in -z -zu -zr -zn -zsk2; do
    checks_alike -C "$options" nuls
    checks_alike -C "$options" words
  done
  run --separate-stderr ./sort -z -c nuls
  equal "$status" 1
  ./sort -z -c nuls 2> got || true
  printf 'sort: nuls:3: disorder: a\nb\0' > expected
  same_bytes got expected
}

@test "-c prints the record with what it has inside" {
  printf 'b\n\ta\x80 \n' > bytes
  checks_alike -c bytes
}

@test "-c ends at the first disorder, however much would follow" {
  run --separate-stderr timeout 60 bash -c '{ echo b; yes a; } 2> yes_err | ./sort -c'
  equal "$status" 1
  equal "$stderr" 'sort: -:2: disorder: a'
}

@test "-c with more than one FILE is refused" {
  for letter in c C; do
    run --separate-stderr muster sort "-$letter" words twice
    equal "$status" 2
    equal "${stderr_lines[0]}" "muster: sort: extra operand 'twice' not allowed with -$letter"
  done
}

@test "-c and -C with each other, or with -o, are refused" {
  for letter in c C; do
    run --separate-stderr muster sort "-${letter}o" file twice
    equal "$status" 2
    equal "${stderr_lines[0]}" "muster: sort: options '-${letter}o' are incompatible"
    [[ ! -e file ]]
  done
  run --separate-stderr muster sort -cC twice
  equal "$status" 2
  equal "${stderr_lines[0]}" "muster: sort: options '-cC' are incompatible"
}

@test "-c of a FILE that is a folder is trouble" {
  mkdir folder
  checks_alike -c folder
  equal "$(< got)" 'sort: read failed: folder: Is a directory'
}

@test "-c of a FILE that is missing is trouble, in sort's words" {
  checks_alike -c missing
  checks_alike -C missing
}

@test "an unknown --check is refused" {
  run --separate-stderr muster sort --check=loud twice
  equal "$status" 2
  equal "${stderr_lines[0]}" "muster: sort: invalid argument 'loud' for '--check'"
}
