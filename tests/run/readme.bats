#!/usr/bin/env bats

# Runs the README's examples and compares what they print, pids aside, with what the README shows.

load ../common

readme=$BATS_TEST_DIRNAME/../../README.md

# blocks: the text between ```console and ```, all blocks one after the other.
blocks() { awk '/^```console/ { on = 1; next } /^```/ { on = 0 } on' "$readme"; }

@test "every example in the README prints what is shown" {
  mkdir -p "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/work"
  ln -s "$MUSTER" "$BATS_TEST_TMPDIR/bin/muster"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
  blocks > "$BATS_TEST_TMPDIR/shown"
  [ "$(grep -c '^\$ muster' "$BATS_TEST_TMPDIR/shown")" -ge 6 ]
  cd "$BATS_TEST_TMPDIR/work"
  while IFS= read -r line; do
    if [[ $line == '$ '* ]]; then
      printf '%s\n' "$line"
      bash -c "${line#'$ '}" 2>&1 < /dev/null |
        sed -E 's/\(pid [0-9]+,/(pid 4711,/' | awk 1
    fi
  done < "$BATS_TEST_TMPDIR/shown" > "$BATS_TEST_TMPDIR/printed"
  diff "$BATS_TEST_TMPDIR/shown" "$BATS_TEST_TMPDIR/printed"
}
