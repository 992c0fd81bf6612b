#!/usr/bin/env bash
# The runs in which the tests kill a role at random moments, and what may come of them. A run takes
# some 40 ms: three workers at a time, each a shell with a pipeline below it and with a process in
# the background that only leaves when it is told to.

kills=${MUSTER_KILLS:-80}
begin='sleep 1000 >/dev/null 2>&1 &'
records='seq {} 7 900; (sleep 0.01; seq {} 11 700) | cat'

# The kinds of runs: sorted, to stdout or to a file, or as streams.
plain_kinds=(sorted file arrival round-robin)
# What each worker writes is kept; each fails once; one of them takes too long once; standard input
# is dealt out, each block to a worker that may be tried again, or in turn.
# shellcheck disable=SC2034  # used where this is loaded
controlled_kinds=(kept retried timed-out dealt dealt-in-turn)

# play_kind KIND [STEP…]: one run; its result goes to `out`, or to `result` for kind file. What it
# keeps goes to the folder `kept`, and its log to `log`.
play_kind() {
  local kind=$1 options=(-n) inputs=(::: 1 2 3 4) line="$begin $records" stdin=/dev/null
  local first_try='mkdir tried-{} 2>/dev/null && echo 0 &&'
  shift
  rm -rf tried-* kept log
  case $kind in
    sorted) ;;
    file) options+=(-o result) ;;
    kept) options+=(--results kept --joblog log) ;;
    retried)
      options+=(--results kept --joblog log --retries 3)
      line="$begin $first_try exit 1; $records"
      ;;
    timed-out)
      options+=(--joblog log --timeout 0.2 --retries 9)
      line="$begin [ {} = 2 ] && $first_try exec sleep 1000; $records"
      ;;
    dealt | dealt-in-turn)
      if [ "$kind" = dealt ]; then options+=(--joblog log --retries 3); else options+=(--round-robin); fi
      options+=(--pipe --block 5K)
      line="$begin sleep 0.01; cat"
      inputs=()
      stdin=input
      ;;
    *) options=(--order="$kind") ;;
  esac
  play "$@" "$MUSTER" run -j3 "${options[@]}" "$line" "${inputs[@]}" <$stdin
}

# kill_at_random_moments ROLE [KIND…]: plays $kills runs, of the plain kinds by default, and sends
# ROLE a SIGKILL in each, at some moment between its start and its end, or just after. Each is
# judged by the function may_come_of_it KIND.
kill_at_random_moments() {
  local role=$1 kind start after_us number hits=0
  local kinds=("${@:2}")
  local -A span_us
  [ ${#kinds[@]} -gt 0 ] || kinds=("${plain_kinds[@]}")
  seq 4000 >input
  for kind in "${kinds[@]}"; do
    start=$(now_us)
    play_kind "$kind"
    ended_with 0
    span_us[$kind]=$(($(now_us) - start))
    if [ "$kind" = file ]; then mv result expected.file; else mv out "expected.$kind"; fi
    [ "$(wc -l <"expected.$kind")" -gt 700 ]
    [ ! -e kept ] || mv kept "expected-kept.$kind"
  done
  [ ! -e expected.arrival ] || LC_ALL=C sort expected.arrival >expected.lines

  for ((number = 0; number < kills; number++)); do
    kind=${kinds[number % ${#kinds[@]}]}
    # Evenly spread, in a mixed-up order: 73 has no factor in common with the usual counts.
    after_us=$((number * 73 % kills * span_us[$kind] / kills))
    echo old >result
    start=$(now_us)
    rm -f hit
    play_kind "$kind" --after-us=$after_us --send=KILL:"$role" --touch=hit
    [ ! -e hit ] || hits=$((hits + 1))
    # A machine is faster and slower by turns, and the span follows it: the last run that got to its
    # end says how long it is, and as long as none does it grows.
    if [ "${status?}" -eq 0 ]; then
      span_us[$kind]=$(($(now_us) - start))
    else
      span_us[$kind]=$((span_us[$kind] * 51 / 50))
    fi
    may_come_of_it "$kind" || fail "run $number, of kind $kind, killed after $after_us us"
    is_kept_whole "$kind" || fail "what run $number, of kind $kind, killed after $after_us us, has kept"
    no_temporary_file_is_left
    no_segment_is_left
  done
  # If nearly none was hit in time, this has tested nothing.
  [ $((hits * 4)) -gt "$kills" ] || fail "only $hits of $kills runs were hit"
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
    round-robin) ends_with_a_record out && head -c "$(stat -c %s out)" expected.round-robin | cmp -s - out ;;
    arrival) ends_with_a_record out && [ -z "$(LC_ALL=C sort out | LC_ALL=C comm -23 - expected.lines)" ] ;;
    *) [ ! -s out ] ;;
  esac
}

ends_with_a_record() {
  [ -z "$(tail -c 1 "$1")" ] # a newline, which the substitution takes away, or no byte at all
}

# The log has whole lines only, and what counts as the result of a worker is all of it.
is_kept_whole() {
  local folder
  [ ! -e log ] || { ends_with_a_record log && ! grep -Evq $'^Seq\t|^[0-9]+\t:\t' log; } || return
  for folder in kept/[0-9]*[0-9]; do
    [ -e "$folder" ] || continue
    [ "$(tail -c 2 "$folder/status.json")" = '}' ] || return
    ! grep -q '"succeeded": true' "$folder/status.json" ||
      cmp "$folder/stdout" "expected-kept.$1/${folder#kept/}/stdout" || return
  done
  # Only who is killed itself leaves what it has not finished.
  [ "${status?}" -eq 137 ] || [ -z "$(find . -path './kept/*.part')" ]
}
