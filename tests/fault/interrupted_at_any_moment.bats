#!/usr/bin/env bats
load ../common

@test "a run may be interrupted at any moment: it dies of that, or had ended well, and nothing is left" {
  local number
  for ((number = 0; number < 100; number++)); do
    echo old >result
    play --after-us=$((number * 500)) --send=TERM:init "$MUSTER" run -j2 -o result \
      'sleep 1000 >/dev/null 2>&1 & sleep 0.01; seq {} 7 900 | cat' ::: 1 2 3 4
    said_nothing
    case $status in
      0) [ "$(wc -l <result)" -gt 500 ] || fail 'the result is not complete' ;;
      143) [ "$(<result)" = old ] || fail 'FILE has changed' ;;
      *) fail "interrupted after $((number * 500)) us" ;;
    esac
    no_temporary_file_is_left
  done
}
