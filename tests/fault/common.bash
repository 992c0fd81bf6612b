#!/usr/bin/env bash
# What the tests of faults share. Needs MUSTER, the binary, and LEFTOVERS, the helper built from
# tests/tools/leftovers.cc, both as absolute paths.
#
# Every test works in a folder of its own, and teardown fails it if a segment or a temporary file
# is left; that no process is left is what the helper says by its status.

load ../sanitizers

setup() {
  : "${MUSTER:?the binary, as an absolute path}" "${LEFTOVERS:?the helper, as an absolute path}"
  cd "$BATS_TEST_TMPDIR" || exit
}

teardown() {
  no_temporary_file_is_left && no_segment_is_left
}

# play [STEP…] COMMAND [ARG]…: runs it below the helper: its stdout goes to the file out, its
# stderr to err, its exit status to $status (128+N if it died of signal N).
play() {
  status=0
  "$LEFTOVERS" --within="${MUSTER_PATIENCE_S:-240}" "$@" >out 2>err 3>&- || status=$?
}

# play_in_shell SCRIPT [ARG]…: the same for a line of bash; the pipeline it ends with may be any.
play_in_shell() {
  play bash -c "$@"
}

fail() {
  printf '%s\n' "$@" >&2
  printf -- '--- status %s\n--- stdout\n' "${status-}" >&2
  head -c 300 out >&2
  printf -- '--- stderr\n' >&2
  head -c 3000 err >&2
  return 1
}

ended_with() {
  [ "$status" -eq "$1" ] || fail "the exit status should be $1"
}

died_of() {
  ended_with $((128 + $(kill -l "$1")))
}

# printed TEXT: this and nothing else; without TEXT nothing at all.
printed() {
  [ "$(cat out; echo .)" = "${1-}." ] || fail "stdout should be: ${1-(nothing)}"
}

# said REGEX: on one line of stderr.
said() {
  grep -Eq -- "$1" err || fail "stderr should have a line with: $1"
}

said_nothing() {
  [ ! -s err ] || fail 'stderr should be empty'
}

no_temporary_file_is_left() {
  local found
  found=$(find . -name '.muster-*')
  [ -z "$found" ] || fail "temporary files are left: $found"
}

# A segment whose owner lives is locked, so those of other tests are told from what is left. The
# owner may have been killed just now, and whoever sweeps gets a while.
no_segment_is_left() {
  local name left
  for _ in {1..600}; do
    left=
    for name in /dev/shm/muster-*; do
      # shellcheck disable=SC2015  # "unless it is all of these"
      [ -f "$name" ] && [ ! -L "$name" ] && [ -O "$name" ] || continue
      ! is_unlocked "$name" || left="$left $name"
    done
    [ -n "$left" ] || return 0
    sleep 0.05
  done
  fail "segments are left:$left"
}

# is_unlocked FILE: it is there, and nobody has a lock on it. To try to lock it would keep a run that
# sweeps at the same moment from doing so.
is_unlocked() {
  local major minor inode id
  read -r major minor inode < <(stat -c '%Hd %Ld %i' "$1" 2>/dev/null) || return # it has gone
  printf -v id ' %02x:%02x:%d ' "$major" "$minor" "$inode"
  [[ $(</proc/locks) != *"$id"* ]]
}

# in_mount_namespace SCRIPT [ARG]…: plays SCRIPT where it can mount what it likes.
in_mount_namespace() {
  local namespace
  for namespace in 'unshare -m' 'unshare -rm'; do
    # shellcheck disable=SC2086  # two words
    $namespace mount -t tmpfs tmpfs /mnt 2>/dev/null || continue
    # shellcheck disable=SC2086
    play $namespace bash -ec "$@"
    return
  done
  skip 'mounting is not permitted here'
}

# The time of day, in microseconds.
now_us() {
  local now=$EPOCHREALTIME # its decimal point is the locale's
  echo "${now//[!0-9]/}"
}
