#!/usr/bin/env bats

# When failures, or successes, end a run: GNU parallel is the oracle of what is still started.

load ../common

# halts_as_parallel HALT STATUS...: with workers that end with these, one at a time, as many are started. Sets `theirs`
# and `ours`, the two exit statuses.
halts_as_parallel() {
  local line='echo {} >>ran; exit {}'
  theirs=0 ours=0
  rm -f ran
  parallel -j1 --halt "$1" "$line" ::: "${@:2}" &>/dev/null || theirs=$?
  mv ran expected
  muster run -j1 --halt "$1" "$line" ::: "${@:2}" &>/dev/null || ours=$?
  same_bytes ran expected || fail "--halt $*"
}

@test "after a number of failures, of successes or of either, no more are started than by GNU parallel, and it says so" {
  local statuses halt
  for statuses in '0 1 0 1 0 0 1 0' '1 1 1 1 0 0 1 1'; do
    for halt in never {now,soon},{fail,success,done}={1,2,3}; do
      # shellcheck disable=SC2086  # words
      halts_as_parallel "$halt" $statuses
      equal "$halt $statuses: $ours" "$halt $statuses: $theirs"
    done
  done
}

@test "the same for a share of all, but the status is still how many have failed" {
  local statuses halt
  for statuses in '0 1 0 1 0 0 1 0' '1 1 1 1 0 0 1 1'; do
    for halt in {now,soon},{fail,success,done}={1,30,50}%; do
      # shellcheck disable=SC2086  # words
      halts_as_parallel "$halt" $statuses
      if [ "$theirs" = 0 ]; then equal "$ours" 0; else equal "$ours" "$(grep -cvx 0 ran)"; fi
    done
  done
}

@test "a status of a worker is not that of the run" {
  halts_as_parallel now,fail=1 0 7 0
  equal "$theirs $ours" '7 1'
}

@test "where enough are done and none has failed, the run has not" {
  halts_as_parallel now,done=2 0 0 0
  equal "$theirs $ours" '101 0'
}
