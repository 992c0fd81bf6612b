#!/usr/bin/env bats

load common

# Some 3 MB of lines in two files, many of them with equal keys.
make_lines() {
  seq 1 200000 | awk '{ print ($1 * 7919) % 1009, $1 * 104729 % 1000003, "x" }' | split -l 100000 - part-
}

@test "what does not fit into memory is spilled, and the bytes are the same" {
  make_lines
  local options
  for options in '' -n '-s -k1,1n' '-u -k1,1' '-k2,2nr'; do
    # shellcheck disable=SC2086  # several words
    sort $options part-aa part-ab > expected
    # shellcheck disable=SC2086
    muster sort -S 64K $options part-aa part-ab > got
    same_bytes got expected
    # shellcheck disable=SC2086
    muster run -S 64K $options cat ::: part-aa part-ab > got
    same_bytes got expected
  done
}

@test "spilled records go to the folder of -T, which is as empty afterwards as before" {
  make_lines
  mkdir there
  # Without the folder it fails, so it is used; a file with a name in it would be found.
  muster sort -S 64K -T there part-aa part-ab > got
  [ -z "$(ls -A there)" ]
  run --separate-stderr muster sort -S 64K -T nowhere part-aa
  equal "$status" 2
  matches "$stderr" 'temporary files to nowhere: No such file or directory'
  run --separate-stderr muster run -S 64K -T nowhere cat ::: part-aa
  equal "$status" 125
  equal "$output" ''
  matches "$stderr" 'Scheduler.*temporary files to nowhere'
}

@test "a full disk is an error that names the folder, and nothing is left in it" {
  make_lines
  # shellcheck disable=SC2016  # for the shell below
  local script='mount -t tmpfs -o size=256k tmpfs /mnt || exit 77
    "$0" run -S 64K -T /mnt cat ::: part-aa part-ab > got
    echo "status $?"; ls -A /mnt'
  run --separate-stderr unshare -m bash -c "$script" "$MUSTER"
  [ "$status" -ne 77 ] && [ "$status" -ne 1 ] || skip 'mounting is not permitted here'
  equal "$output" 'status 125'
  matches "$stderr" 'temporary files to /mnt: No space left on device'
  [ ! -s got ]
}

@test "with several -T the spilled records are spread over all of them" {
  make_lines
  mkdir one two
  sort part-aa part-ab > expected
  muster sort -S 64K -T one -T two part-aa part-ab > got
  same_bytes got expected
  muster run -S 64K -T one -T two cat ::: part-aa part-ab > got
  same_bytes got expected
  [ -z "$(find one two -type f)" ]
  # Whichever of them cannot be written is named: each is used.
  for folders in '-T nowhere -T one' '-T one -T nowhere' '-T one -T two -T nowhere'; do
    # shellcheck disable=SC2086  # several words
    run --separate-stderr muster sort -S 64K $folders part-aa
    equal "$status$output" 2
    equal "$stderr" 'muster: cannot write temporary files to nowhere: No such file or directory'
    # shellcheck disable=SC2086
    run --separate-stderr muster run -S 64K $folders cat ::: part-aa
    equal "$status$output" 125
    matches "$stderr" 'Scheduler.*temporary files to nowhere'
  done
}

@test "files are made in each folder of -T in turn" {
  make_lines
  mkdir one two three
  run --separate-stderr strace -f -e trace=openat -o calls "$MUSTER" sort -S 64K -T one -T two -T three part-aa
  equal "$status" 0
  local folders
  folders=$(sed -nE 's/.*"(one|two|three)", .*O_TMPFILE.*/\1/p' calls | head -n 6 | tr '\n' ' ')
  equal "$folders" 'one two three one two three '
}

@test "the batch size, however small, and few open files change no byte of what was spilled" {
  make_lines
  for options in -n '-s -k1,1n'; do
    # shellcheck disable=SC2086  # several words
    sort $options part-aa part-ab > expected
    for size in 2 5 100; do
      # shellcheck disable=SC2086
      muster sort -S 64K --batch-size=$size $options part-aa part-ab > got
      same_bytes got expected
    done
    # shellcheck disable=SC2086
    (ulimit -n 20 && muster sort -S 64K $options part-aa part-ab) > got
    same_bytes got expected
    # shellcheck disable=SC2086
    (ulimit -n 32 && muster run -S 64K $options cat ::: part-aa part-ab) > got
    same_bytes got expected
  done
}
