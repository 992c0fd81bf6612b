# shellcheck shell=bash
# Loaded by every test through the binary. Needs MUSTER, the binary, and LEFTOVERS, the helper built
# from tests/tools/leftovers.cc, both as absolute paths.
#
# Every test works in an empty folder of its own. teardown fails it if it leaves a segment or a
# temporary file; what is run by `play` may leave no process either.

bats_require_minimum_version 1.5.0
: "${MUSTER:?set it to the absolute path of the muster binary}"
: "${LEFTOVERS:?set it to the absolute path of the helper leftovers}"

# The oracle, `sort`, compares bytes.
export LC_ALL=C
unset MUSTER_WORKER

setup() {
  in_an_empty_folder
}

teardown() {
  no_temporary_file_is_left && no_segment_is_left
}

# bats puts files of its own into BATS_TEST_TMPDIR.
in_an_empty_folder() {
  mkdir "$BATS_TEST_TMPDIR/folder" && cd "$BATS_TEST_TMPDIR/folder" || return
}

# ---- Running muster

# With a watchdog, so that a hang is a failure (status 124), but a slow machine is none.
muster() {
  timeout --foreground --kill-after=5 "${MUSTER_PATIENCE_S:-300}" "$MUSTER" "$@"
}

# play [STEP…] COMMAND [ARG]…: runs it below the helper, which fails it if a process is left: its
# stdout goes to the file out, its stderr to err, its exit status to $status (128+N if it died of
# signal N).
play() {
  status=0
  "$LEFTOVERS" --within="${MUSTER_PATIENCE_S:-240}" "$@" >out 2>err 3>&- || status=$?
}

# play_in_shell SCRIPT [ARG]…: the same for a line of bash; the pipeline it ends with may be any.
play_in_shell() {
  play bash -c "$@"
}

# play_unwatched COMMAND [ARG]…: the same without the helper, which would count what others leave
# against muster.
play_unwatched() {
  status=0
  timeout --foreground --kill-after=5 60 "$@" >out 2>err 3>&- || status=$?
}

# in_mount_namespace [STEP…] SCRIPT [ARG]…: plays SCRIPT where it can mount what it likes.
in_mount_namespace() {
  local namespace steps=()
  while [[ $1 == --* ]]; do
    steps+=("$1")
    shift
  done
  for namespace in 'unshare -m' 'unshare -rm'; do
    # shellcheck disable=SC2086  # two words
    $namespace mount -t tmpfs tmpfs /mnt 2>/dev/null || continue
    # shellcheck disable=SC2086
    play "${steps[@]}" $namespace bash -ec "$@"
    return
  done
  skip 'mounting is not permitted here'
}

# on_a_terminal ARGUMENT...: muster in the background, its stderr a terminal whose text goes to the
# file said, and its stdout the file got.
on_a_terminal() {
  local line
  needs_script
  rm -f said got
  line="exec $(printf '%q ' timeout 60 "$MUSTER" "$@") > got"
  script --quiet --return --flush --command "exec bash -c $(printf '%q' "$line")" said >/dev/null </dev/null &
}

# ---- What a test needs

# skip_under SANITIZER REASON: skips the test where muster was built with it.
skip_under() {
  [[ ,${MUSTER_SANITIZED-}, != *,$1,* ]] || skip "under the sanitizer: $2"
}

needs_strace() {
  strace -o "$BATS_TEST_TMPDIR/trace" true || skip 'strace is not permitted here'
}

needs_script() {
  command -v script >/dev/null || skip 'needs script(1)'
}

needs_root() {
  ((EUID == 0)) || skip 'needs root'
}

nobody=()

# needs_another_user: `nobody` becomes the words before a command that run it as another user, who
# may go here, write here, and run $MUSTER, which may be a copy.
needs_another_user() {
  needs_root
  chmod 755 "$(dirname "$BATS_TEST_TMPDIR")" "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR"
  chmod 777 .
  nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all)
  "${nobody[@]}" "$MUSTER" --version &>/dev/null || {
    cp "$MUSTER" "$BATS_TEST_TMPDIR/muster"
    MUSTER=$BATS_TEST_TMPDIR/muster
  }
}

# ---- What is expected

# fail LINE…: with what the last command printed, if it was played.
fail() {
  printf '%s\n' "$@" >&2
  [ -e out ] || return 1
  printf -- '--- status %s\n--- stdout\n' "${status-}" >&2
  head -c 300 out >&2
  printf -- '--- stderr\n' >&2
  head -c 3000 err >&2
  return 1
}

# equal GOT EXPECTED
equal() {
  [[ $1 == "$2" ]] && return
  printf 'got:      %q\nexpected: %q\n' "$1" "$2"
  return 1
}

# matches GOT REGEX
matches() {
  [[ $1 =~ $2 ]] && return
  printf 'got:             %q\ndoes not match:  %s\n' "$1" "$2"
  return 1
}

# same_bytes FILE FILE
same_bytes() {
  cmp -- "$1" "$2"
}

# held_at_most KIB HELD-KIB: what was measured. A sanitizer holds more than the program does.
held_at_most() {
  (($2 > 0)) && { (($2 <= $1)) || [[ ${MUSTER_SANITIZED-} ]]; } && return
  echo "held: $2 KiB, which should be at most $1 KiB"
  return 1
}

# is_refused REASON-REGEX COMMAND [ARGUMENT]...: a usage error that says why and where help is.
is_refused() {
  run --separate-stderr muster "${@:2}"
  equal "$status" 125
  equal "$output" ''
  equal "${#stderr_lines[@]}" 2
  matches "${stderr_lines[0]}" "^muster: $2: .*$1"
  equal "${stderr_lines[1]}" "Try 'muster $2 --help' for more information."
}

# sort_agrees [ARGUMENT]...: muster sort and sort print the same, given the same on stdin: the file
# input, or nothing.
sort_agrees() {
  [[ -e input ]] || : >input
  sort "$@" <input >expected
  muster sort "$@" <input >got
  cmp got expected && return
  printf 'arguments: %s\n' "$*"
  return 1
}

# run_agrees [OPTION]... ::: FILE...: muster run, with a worker for each FILE, prints what sort does.
run_agrees() {
  local options=()
  while [[ $1 != ::: ]]; do
    options+=("$1")
    shift
  done
  sort "${options[@]}" "${@:2}" >expected
  muster run "${options[@]}" cat "$@" >got
  cmp got expected && return
  printf 'files %s, options %s\n' "${*:2}" "${options[*]}"
  return 1
}

# ended_with STATUS, died_of SIGNAL: how what was played ended.
ended_with() {
  [ "$status" -eq "$1" ] || fail "the exit status should be $1"
}

died_of() {
  ended_with $((128 + $(kill -l "$1")))
}

# printed TEXT: what was played printed this and nothing else; without TEXT nothing at all.
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

# wait_for FILE [REGEX]: until there is something in it, or a line like that.
wait_for() {
  local i
  for ((i = 0; i < 6000; ++i)); do
    ! grep -Eqs -- "${2-}" "$1" || return 0
    sleep 0.01
  done
  echo "$1 was never written${2+ with a line like $2:}"
  [[ ! -e $1 ]] || cat "$1"
  return 1
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

# ---- Data, and what is read from it

# keyed_lines COUNT: KEY COUNT WORD, with tabs between them, and with many ties.
keyed_lines() {
  awk -v lines="$1" 'BEGIN { srand(7); for (i = 0; i < lines; ++i)
    printf "%d\t%.1f\t%s%c\n", rand() * 200 - 50, rand() * 100, rand() < .5 ? "word" : "Word", 97 + rand() * 26 }'
}

# nasty_files SEED COUNT: case-1 … with records that numeric comparison stumbles over.
nasty_files() {
  awk -v seed="$1" -v cases="$2" -f "$BATS_TEST_DIRNAME/../tools/nasty.awk"
}

# numbers_of LIST: "[3, 7]" as lines.
numbers_of() {
  [[ $1 == '[]' ]] || tr -d '[] ' <<<"$1" | tr , '\n'
}

# The time of day, in microseconds.
now_us() {
  local now=$EPOCHREALTIME # its decimal point is the locale's
  echo "${now//[!0-9]/}"
}
