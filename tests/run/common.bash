# shellcheck shell=bash
# Loaded by every test here: how muster is called, and what a test says about it.

bats_require_minimum_version 1.5.0
: "${MUSTER:?set it to the absolute path of the muster binary}"

# The oracle, `sort`, compares bytes.
export LC_ALL=C
unset MUSTER_WORKER

load ../sanitizers

setup() {
  in_an_empty_folder
}

# bats puts files of its own into BATS_TEST_TMPDIR.
in_an_empty_folder() {
  mkdir "$BATS_TEST_TMPDIR/folder" && cd "$BATS_TEST_TMPDIR/folder" || return
}

# With a watchdog, so that a hang is a failure (status 124), but a slow machine is none.
muster() {
  timeout --foreground --kill-after=5 "${MUSTER_PATIENCE_S:-300}" "$MUSTER" "$@"
}

# equal GOT EXPECTED
equal() {
  [[ $1 == "$2" ]] && return
  printf 'got:      %q\nexpected: %q\n' "$1" "$2"
  return 1
}

# held_at_most KIB HELD-KIB: what was measured. A sanitizer holds more than the program does.
held_at_most() {
  (($2 > 0)) && { (($2 <= $1)) || [[ ${MUSTER_SANITIZED-} ]]; } && return
  echo "held: $2 KiB, which should be at most $1 KiB"
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

# is_refused REASON-REGEX COMMAND [ARGUMENT]...: a usage error that says why and where help is.
is_refused() {
  run --separate-stderr muster "${@:2}"
  equal "$status" 125
  equal "$output" ''
  equal "${#stderr_lines[@]}" 2
  matches "${stderr_lines[0]}" "^muster: $2: .*$1"
  equal "${stderr_lines[1]}" "Try 'muster $2 --help' for more information."
}

# wait_for FILE: until there is something in it.
wait_for() {
  local i
  for ((i = 0; i < 6000; ++i)); do
    [[ -s $1 ]] && return
    sleep 0.01
  done
  echo "$1 was never written"
  return 1
}

# numbers_of LIST: "[3, 7]" as lines.
numbers_of() {
  [[ $1 == '[]' ]] || tr -d '[] ' <<< "$1" | tr , '\n'
}

# keyed_lines COUNT: KEY COUNT WORD, with tabs between them, and with many ties.
keyed_lines() {
  awk -v lines="$1" 'BEGIN { srand(7); for (i = 0; i < lines; ++i)
    printf "%d\t%.1f\t%s%c\n", rand() * 200 - 50, rand() * 100, rand() < .5 ? "word" : "Word", 97 + rand() * 26 }'
}
