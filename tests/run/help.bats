#!/usr/bin/env bats

load ../common

@test "--help is on stdout, with status 0, and names the commands" {
  run --separate-stderr muster --help
  equal "$status" 0
  equal "$stderr" ''
  matches "${lines[0]}" '^Usage: muster '
  matches "$output" $'\n  run '
  matches "$output" $'\n  demo '
}

@test "run --help is on stdout, with status 0, and names every option" {
  run --separate-stderr muster run --help
  equal "$status" 0
  equal "$stderr" ''
  matches "${lines[0]}" '^Usage: muster run '
  for option in '-j, --jobs' --workers '-n, --numeric-sort' '-r, --reverse' --order \
    '-z, --zero-terminated' '-m, --merge' '-o, --output' --partial --kill-after --explain --help; do
    matches "$output" "  ${option}[ =]"
  done
}

@test "--version is on stdout, with status 0" {
  run --separate-stderr muster --version
  equal "$status" 0
  equal "$stderr" ''
  matches "$output" '^muster [0-9]+\.[0-9]+\.[0-9]+'
}

@test "help that cannot be written is an error" {
  run --separate-stderr bash -c '"$MUSTER" --help > /dev/full'
  equal "$status" 125
  matches "$stderr" '^muster: .*: No space left on device$'
}

@test "no command, and an unknown one, are refused" {
  for arguments in '' frobnicate --frobnicate; do
    # shellcheck disable=SC2086 # none is to be none
    run --separate-stderr muster $arguments
    equal "$status" 125
    equal "$output" ''
    matches "${stderr_lines[0]}" '^muster: '
    equal "${stderr_lines[1]}" "Try 'muster --help' for more information."
  done
}
