#!/usr/bin/env bash
# The runs in which the tests kill a role at random moments, and what may come of them. A run takes
# some 40 ms: three workers at a time, each a shell with a pipeline below it and with a process in
# the background that only leaves when it is told to.

kills=${MUSTER_KILLS:-200}
# shellcheck disable=SC2034  # used where this is loaded
line='sleep 1000 >/dev/null 2>&1 & seq {} 7 900; (sleep 0.01; seq {} 11 700) | cat'

# play_kind KIND [STEP…]: one run; its result goes to `out`, or to `result` for kind file.
play_kind() {
  local kind=$1 options=(-n)
  shift
  case $kind in
    sorted) ;;
    file) options+=(-o result) ;;
    *) options=(--order="$kind") ;;
  esac
  play "$@" "$MUSTER" run -j3 "${options[@]}" "$line" ::: 1 2 3 4
}

# kill_at_random_moments ROLE: plays $kills runs and sends ROLE a SIGKILL in each, at some moment
# between its start and its end, or just after. Each is judged by the function
# may_come_of_it KIND.
kill_at_random_moments() {
  local role=$1 kind start after_us number ended_well=0
  local kinds=(sorted file arrival round-robin)
  local -A span_us
  for kind in "${kinds[@]}"; do
    start=$(now_us)
    play_kind "$kind"
    ended_with 0
    span_us[$kind]=$(($(now_us) - start))
    if [ "$kind" = file ]; then mv result expected.file; else mv out "expected.$kind"; fi
  done
  LC_ALL=C sort expected.sorted >expected.lines
  [ "$(wc -l <expected.lines)" -gt 700 ]

  for ((number = 0; number < kills; number++)); do
    kind=${kinds[number % 4]}
    # Evenly spread, in a mixed-up order: 73 has no factor in common with the usual counts.
    after_us=$((number * 73 % kills * span_us[$kind] / kills))
    echo old >result
    start=$(now_us)
    play_kind "$kind" --after-us=$after_us --send=KILL:"$role"
    # A machine is faster and slower by turns, and the span follows it: the last run that got to its
    # end says how long it is, and as long as none does it grows.
    if [ "${status?}" -eq 0 ]; then
      ended_well=$((ended_well + 1))
      span_us[$kind]=$(($(now_us) - start))
    else
      span_us[$kind]=$((span_us[$kind] * 51 / 50))
    fi
    may_come_of_it "$kind" || fail "run $number, of kind $kind, killed after $after_us us"
    no_temporary_file_is_left
    no_segment_is_left
  done
  # If nearly none was hit in time, this has tested nothing.
  [ $((ended_well * 4)) -lt $((kills * 3)) ] || fail "$ended_well of $kills runs had ended before"
}

# The whole result, and nothing else.
is_complete() {
  case $1 in
    file) cmp -s result expected.file && [ ! -s out ] ;;
    arrival) LC_ALL=C sort out | cmp -s - expected.lines && [ "$(<result)" = old ] ;;
    *) cmp -s out "expected.$1" && [ "$(<result)" = old ] ;;
  esac
}

# Nothing of the result; but the orders that stream may have begun to print whole records.
is_untouched() {
  [ "$(<result)" = old ] || return
  case $1 in
    sorted | file) [ ! -s out ] ;;
    round-robin) ends_with_a_record && head -c "$(stat -c %s out)" expected.round-robin | cmp -s - out ;;
    arrival) ends_with_a_record && [ -z "$(LC_ALL=C sort out | LC_ALL=C comm -23 - expected.lines)" ] ;;
  esac
}

ends_with_a_record() {
  [ -z "$(tail -c 1 out)" ] # a newline, which the substitution takes away, or no byte at all
}
