#!/usr/bin/env bats

load ../common

@test "demo refuses what it does not know" {
  is_refused '--bogus' demo --bogus
  is_refused "option -- 'x'" demo -x
  is_refused "'operand'" demo operand
}

@test "a time to unlink at that there is not is refused" {
  run --separate-stderr muster demo --unlink=never
  equal "$status" 125
  equal "${stderr_lines[0]}" "muster: demo: invalid argument 'never' for '--unlink'"
}

@test "an option without its argument is refused" {
  is_refused '--workers' demo --workers
  is_refused '--random-seed' demo --random-seed
}

@test "demo --help is on stdout, with status 0, and names every option" {
  run --separate-stderr muster demo --help
  equal "$status" 0
  equal "$stderr" ''
  matches "${lines[0]}" '^Usage: muster demo '
  for option in workers max count random-seed order explain pause unlink help; do
    matches "$output" " --$option"
  done
}
