#!/usr/bin/env bats

load ../common

nasty=('a b' "it's" '"' $'\\' '\n' $'two\nlines' $'\ttab' '' ' ' '-n' '--help' '--' '*' '?' '[a-z]'
  '~' '#' '!' '$HOME' '$(id)' '`id`' ';' '|' '&' '<' '>' '(' ')' '{a,b}' '=' 'a=b' '%s' 'ü' $'\xff'
  $'\r' $'\001' '1' '::' '::::::')

@test "each input is one argument of the program, whatever is in it" {
  printf '%s\0' "${nasty[@]}" | sort -z > expected
  muster run -z printf '%s\0' ::: "${nasty[@]}" > got
  same_bytes got expected
}

@test "each input is one word of a shell line, whatever is in it" {
  printf '%s\0' "${nasty[@]}" | sort -z > expected
  muster run -z 'printf "%s\0"' ::: "${nasty[@]}" > appended
  same_bytes appended expected
  muster run -z 'printf "%s\0" {}' ::: "${nasty[@]}" > in_place
  same_bytes in_place expected
}

@test "a thousand inputs are a thousand workers" {
  seq 1000 | sort > expected
  mapfile -t inputs < expected
  muster run echo ::: "${inputs[@]}" > got
  same_bytes got expected
}

@test "each input from a file is one argument, whatever is in it, separators of lists too" {
  nasty+=(::: :::+ :::: ::::+ '{}' '{#}' '{1}')
  printf '%s\0' "${nasty[@]}" > list
  sort -z list > expected
  for field in '{}' '{1}' '{-1}' ''; do
    muster run -z -0 -a list printf '%s\0' ${field:+"$field"} > got
    same_bytes got expected
    muster run -z -0 -a list "printf '%s\\0' $field" > got
    same_bytes got expected
  done
}

@test "inputs of arbitrary bytes arrive unchanged, and by the lines that --dry-run prints, too" {
  python3 -c '
import random, sys
chance = random.Random(5)
for _ in range(400):
    special = chance.random() < 0.5
    letters = b"\x27\x22\\$`\n {}#!" if special else bytes(range(1, 256))
    sys.stdout.buffer.write(bytes(chance.choices(letters, k=chance.randrange(12))) + b"\0")' > list
  local command
  for command in 'printf "%s\0"' 'printf "%s\0" {}'; do
    muster run -z -0 -a list --order=worker "$command" > got
    same_bytes got list
    muster run -0 -a list --dry-run "$command" | sh > got
    same_bytes got list
  done
  muster run -z -0 -a list --order=worker printf '%s\0' > got
  same_bytes got list
  muster run -0 -a list --dry-run printf '%s\0' | sh > got
  same_bytes got list
}

@test "an input that no argument can be is refused: it has a NUL byte" {
  printf 'a\nb\0c\n' > list
  play "$MUSTER" run --order=worker -a list echo
  ended_with 125
  said 'muster: list: input 2 contains a NUL byte.*-0'
}

@test "a file of inputs that cannot be read is named" {
  mkdir folder
  play "$MUSTER" run -a missing echo
  ended_with 125
  said "muster: cannot read the inputs in missing: No such file"
  play "$MUSTER" run echo :::: folder
  ended_with 125
  said "muster: cannot read the inputs in folder: Is a directory"
}

@test "no inputs are no workers" {
  : > empty
  for lists in ':::' ':::: empty' '::: a ::: ' '::: a :::: empty' ':::: empty ::: a' '::: a :::: empty :::+ b'; do
    # shellcheck disable=SC2086  # words
    run -0 --separate-stderr muster run echo $lists
    equal "$output$stderr" ''
  done
}

@test "what cannot be used with inputs, or without them, is refused" {
  for option in -0 '--colsep ,' '--header :' '--max-args 2'; do
    # shellcheck disable=SC2086  # words
    is_refused 'options for inputs are given, but no inputs' run $option echo
  done
  is_refused 'no FILE after' run echo :::: ::: a
  is_refused "standard input can be read only once" run -a - echo :::: -
  is_refused '--workers cannot be used with inputs' run --workers 2 -a list echo
  is_refused "--max-args: invalid number '0'" run --max-args 0 echo ::: a
  is_refused "--colsep: invalid regular expression '\('" run --colsep '(' echo ::: a
}

@test "standard input that nobody reads is mentioned" {
  play_in_shell 'seq 5 | "$0" run echo hello' "$MUSTER"
  ended_with 0
  said '^muster: standard input was not read: -a - reads inputs from it'
  seq 5 > list
  play_in_shell '"$0" run echo hello < list' "$MUSTER"
  said 'standard input was not read'
}

@test "standard input that may be for somebody else is not mentioned" {
  seq 5 > list
  for line in '"$0" run echo hello < /dev/null' ': | "$0" run echo hello' 'seq 2 | "$0" run -a - echo' \
    'while read -r x; do "$0" run echo $x; done < list' 'seq 2 | { "$0" run echo hello; cat; }' \
    'seq 2 | sh -c "\"$0\" run echo hello; cat"'; do
    play_in_shell "$line" "$MUSTER"
    ended_with 0
    said_nothing
  done
}
