#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  ln -s "$MUSTER" sort
  printf '%s\n' b a > x
  mkdir folder
}

# says_as_sort ARGUMENT...: under the name of sort the binary is in trouble as sort is, and says
# the same; whether it also says where help is, is another test's question.
says_as_sort() {
  local status=0
  command sort "$@" < x 2>&1 > /dev/null | sed "/^Try '/d" > expected
  timeout 60 ./sort "$@" < x > output 2> complaint || status=$?
  sed "/^Try '/d" complaint > got
  [[ $status == 2 && ! -s output && -s got ]] && cmp got expected && return
  printf 'arguments %s: status %s\ngot:      %s\nexpected: %s\n' \
    "$*" "$status" "$(< got)" "$(< expected)"
  return 1
}

# is_refused_as_sort REASON ARGUMENT...: the same, and under its own name muster gives the reason
# and says where help is.
is_refused_as_sort() {
  says_as_sort "${@:2}"
  run --separate-stderr muster sort "${@:2}"
  equal "$status" 2
  equal "$output" ''
  equal "${stderr_lines[0]}" "muster: sort: $1"
  equal "${stderr_lines[-1]}" "Try 'muster sort --help' for more information."
}

# Neither side says which command it was: it is not about the command line.
is_trouble_as_sort() {
  says_as_sort "${@:2}"
  run --separate-stderr muster sort "${@:2}"
  equal "$status" 2
  equal "$output" ''
  equal "$stderr" "muster: $1"
}

@test "a FILE that is missing is trouble" {
  is_trouble_as_sort 'cannot read: missing: No such file or directory' missing
  is_trouble_as_sort 'cannot read: missing: No such file or directory' x missing
  is_trouble_as_sort 'cannot read: missing: No such file or directory' -n -k1,1 x missing x
}

@test "a FILE that is a folder is trouble" {
  is_trouble_as_sort 'read failed: folder: Is a directory' folder
  is_trouble_as_sort 'read failed: folder: Is a directory' x folder
}

@test "a FILE that may not be read is trouble" {
  cp --remove-destination "$MUSTER" sort
  as=()
  # Nothing is forbidden to root.
  if ((EUID == 0)); then as=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all); fi
  chmod 000 x
  run --separate-stderr "${as[@]}" ./sort x
  equal "$status" 2
  equal "$stderr" 'sort: cannot read: x: Permission denied'
}

@test "-o in a folder that is not there is trouble, and muster says which" {
  run --separate-stderr muster sort -o nowhere/file x
  equal "$status" 2
  matches "$stderr" '^muster: .*nowhere/file: No such file or directory$'
}

@test "-o with an empty name is trouble, and no file" {
  run --separate-stderr muster sort -o '' x
  equal "$status" 2
  matches "$stderr" '^muster: .*: No such file or directory$'
  equal "$(find . -mindepth 1 -printf '%P\n' | sort | paste -s -d ' ')" 'folder sort x'
}

@test "a key that counts from 0 is refused" {
  is_refused_as_sort "field number is zero: invalid field specification '0'" -k 0 x
  is_refused_as_sort "field number is zero: invalid field specification '1,0'" -k 1,0 x
  is_refused_as_sort "character offset is zero: invalid field specification '1.0'" -k 1.0 x
}

@test "a key that ends at byte 0 ends with the field" {
  printf '%s\n' 'a 2' 'a 1' 'b 0' > pairs
  sort -s -k1,1.0 -k2r pairs > expected
  muster sort -s -k1,1.0 -k2r pairs > got
  same_bytes got expected
}

@test "a key that is no number is refused" {
  is_refused_as_sort "invalid number at field start: invalid count at start of 'x'" -k x x
  is_refused_as_sort "invalid number at field start: invalid count at start of ''" -k '' x
  is_refused_as_sort "invalid number at field start: invalid count at start of '-1'" -k -1 x
  is_refused_as_sort "invalid number after ',': invalid count at start of ''" -k 1, x
  is_refused_as_sort "invalid number after ',': invalid count at start of ''" -k 1r, x
  is_refused_as_sort "invalid number after '.': invalid count at start of ''" -k 1. x
  is_refused_as_sort "invalid number after '.': invalid count at start of 'x'" -k 1,1.x x
}

@test "a key with more behind it is refused" {
  is_refused_as_sort "stray character in field spec: invalid field specification '1,2x'" -k 1,2x x
  is_refused_as_sort "stray character in field spec: invalid field specification '1x'" -k 1x x
  is_refused_as_sort "stray character in field spec: invalid field specification '1,2,3'" \
    -k 1,2,3 x
}

@test "orders that exclude each other are refused" {
  is_refused_as_sort "options '-gn' are incompatible" -gn x
  is_refused_as_sort "options '-gn' are incompatible" -n -g x
  is_refused_as_sort "options '-hn' are incompatible" -hn x
  is_refused_as_sort "options '-gM' are incompatible" -gM x
  is_refused_as_sort "options '-nR' are incompatible" -Rn x
  is_refused_as_sort "options '-nV' are incompatible" -nV x
  is_refused_as_sort "options '-dn' are incompatible" -dn x
  is_refused_as_sort "options '-in' are incompatible" -in x
  is_refused_as_sort "options '-dfgn' are incompatible" -fdgn x
  is_refused_as_sort "options '-gn' are incompatible" --sort=numeric --sort=general-numeric x
}

@test "orders that exclude each other are refused in a key too, and only there where both are" {
  is_refused_as_sort "options '-gn' are incompatible" -k1gn x
  is_refused_as_sort "options '-hM' are incompatible" -k1h,2M x
  run --separate-stderr muster sort -n -k1,1g x
  equal "$status$stderr" 0
}

@test "-V, -R, -d and -i exclude neither each other nor the rest of the letters" {
  for options in -dV -iV -VR -dR -dif -bfr; do
    run --separate-stderr ./sort "$options" x
    equal "$status$stderr" 0
  done
}

@test "a separator that is not one byte is refused" {
  is_refused_as_sort 'empty tab' -t '' x
  is_refused_as_sort "multi-character tab 'ab'" -t ab x
  is_refused_as_sort 'incompatible tabs' -t a -t b x
}

@test "a separator may be given twice, and be NUL or a tab by its name" {
  equal "$(muster sort -t a -t a x)" $'a\nb'
  equal "$(muster sort -t '\0' x)" $'a\nb'
  equal "$(muster sort -t '\t' -t $'\t' x)" $'a\nb'
}

@test "an unknown --sort is refused, with the words it may be" {
  # Here sort ends with status 1, though 1 is that of disorder.
  is_refused_as_sort "invalid argument 'foo' for '--sort'" --sort=foo x
  is_refused_as_sort "invalid argument 'numbers' for '--sort'" --sort=numbers x
}

@test "a -S that is no size is refused" {
  is_refused_as_sort "invalid -S argument 'x'" -S x x
  is_refused_as_sort "invalid -S argument ''" -S '' x
  is_refused_as_sort "invalid -S argument '-1'" -S -1 x
}

@test "a -S with an unknown unit is refused, in sort's words" {
  says_as_sort -S 1x x
  says_as_sort -S 1kk x
}

@test "--parallel=0 is refused" {
  is_refused_as_sort 'number in parallel must be nonzero' --parallel=0 x
}

@test "--batch-size=1 is refused" {
  run --separate-stderr muster sort --batch-size=1 x
  equal "$status" 2
  equal "${stderr_lines[0]}" "muster: sort: invalid --batch-size argument '1'"
}

@test "two different outputs are refused" {
  is_refused_as_sort 'multiple output files specified' -o one -o other x
}

@test "two different sources of randomness are refused" {
  says_as_sort --random-source=/dev/zero --random-source=/dev/null x
}

@test "an unknown option is refused" {
  is_refused_as_sort "invalid option -- 'Q'" -Q x
  is_refused_as_sort "invalid option -- 'Q'" -nQ x
  is_refused_as_sort "unrecognized option '--bogus'" --bogus x
}

@test "an option without its argument, or with one it does not take, is refused" {
  is_refused_as_sort "option requires an argument -- 'k'" -k
  is_refused_as_sort "option requires an argument -- 'o'" x -o
  is_refused_as_sort "option '--key' requires an argument" --key
  is_refused_as_sort "option '--reverse' doesn't allow an argument" --reverse=yes x
}

@test "a long option shortened too far is refused" {
  run --separate-stderr muster sort --r x
  equal "$status" 2
  matches "${stderr_lines[0]}" "^muster: sort: option '--r' is ambiguous; possibilities: "
  for name in --random-sort --random-source --reverse; do
    matches "${stderr_lines[0]}" "'$name'"
  done
}

@test "the old keys +1 and -2 are refused with a word about them" {
  run --separate-stderr muster sort +1 -2 x
  equal "$status" 2
  matches "$stderr" '\+1'
}

@test "--files0-from with operands is refused" {
  says_as_sort --files0-from=x x
  run --separate-stderr muster sort --files0-from=x x
  equal "$status" 2
  equal "${stderr_lines[0]}" "muster: sort: extra operand 'x'"
}

@test "--files0-from without a name is trouble" {
  is_trouble_as_sort "no input from '/dev/null'" --files0-from=/dev/null
}

@test "--files0-from with the name of a missing file is trouble" {
  printf 'x\0missing\0' > names
  is_trouble_as_sort 'cannot read: missing: No such file or directory' --files0-from=names
}

@test "--files0-from with an empty name is trouble" {
  printf 'x\0\0x\0' > names
  run --separate-stderr muster sort --files0-from=names
  equal "$status" 2
  equal "$stderr" 'muster: names:2: invalid zero-length file name'
}

@test "--files0-from with the name - is trouble, in sort's words" {
  printf 'x\0-\0' > names
  says_as_sort --files0-from=names
  cp names x
  says_as_sort --files0-from=-
}

@test "under the name of sort the binary sorts, whatever its folder" {
  mkdir bin
  mv sort bin
  equal "$(PATH="$PWD/bin:$PATH" bash -c 'sort x')" $'a\nb'
  equal "$(PATH="$PWD/bin:$PATH" bash -c 'sort -r x')" $'b\na'
  run --separate-stderr bin/sort missing
  equal "$stderr" 'sort: cannot read: missing: No such file or directory'
}

@test "--help tells of every option, and --version of the version" {
  run --separate-stderr muster sort --help
  equal "$status$stderr" 0
  for option in -k -t -b -d -f -g -h -i -M -n -R -V -r --sort -s -u -c -C -m -z -o -S -T \
    --parallel --batch-size --compress-program --files0-from --random-source --debug; do
    matches "$output" "(^|[ ,])${option}[, =[]"
  done
  run --separate-stderr muster sort --version
  equal "$status$stderr" 0
  matches "$output" '^muster [0-9]'
}
