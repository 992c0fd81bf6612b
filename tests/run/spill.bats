#!/usr/bin/env bats

load ../common

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

@test "the order of input survives spilling, however long the records" {
  seq 1 20000 | awk '{ printf "%d ", ($1 * 7919) % 53
    for (i = ($1 * 31) % 300; i > 0; --i) printf "x"
    print $1 }' > long
  local options
  for options in '-s -k1,1' '-u -k1,1' '-s -k1,1nr'; do
    # shellcheck disable=SC2086  # several words
    sort $options long > expected
    # shellcheck disable=SC2086
    muster sort -S 64K $options long > got
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

# measured ARGUMENT...: muster run with its output in the file got; then $peak_kb is the peak of init, Scheduler and
# segment together, as far as they were seen.
measured() {
  "$MUSTER" run "$@" > got 3>&- &
  local init=$! scheduler='' name value rest peaks
  until [[ -n $scheduler ]]; do
    kill -0 "$init" || return # it has ended before it was looked at
    sleep 0.01
    for scheduler in $(< "/proc/$init/task/$init/children"); do
      [[ $(cat "/proc/$scheduler/comm") == muster-sched ]] && break
      scheduler=''
    done
  done
  # The high-water mark only rises, so the last look has it all but for the last moment.
  while kill -0 "$init" 2>/dev/null; do
    peaks=0
    while read -r name value rest; do
      [[ $name == VmHWM: ]] && peaks=$((peaks + value))
    done < <(cat "/proc/$init/status" "/proc/$scheduler/status" 2>/dev/null)
    ((peaks > ${peak_kb:-0})) && peak_kb=$peaks
    sleep 0.02
  done
  wait "$init"
}

# What may be held beyond -S, in KiB.
spare_kb=$((32 << 10))

@test "worker and round-robin hold what is not due within -S, and spill the rest" {
  # 100 MB of P2 are there before P1 says anything.
  seq 1 12700000 > ahead
  local order
  for order in worker round-robin; do
    rm -f all-said
    peak_kb=0
    measured -j 2 -S 16M --order=$order ::: \
      'until [ -e all-said ]; do sleep 0.02; done; echo first; echo second' 'cat ahead; touch all-said'
    held_at_most $(((16 << 10) + spare_kb)) "$peak_kb"
    if [[ $order == worker ]]; then
      { echo first; echo second; cat ahead; } > expected
    else
      { echo first; echo 1; echo second; tail -n +2 ahead; } > expected
    fi
    same_bytes got expected
  done
}

@test "a merge holds what waits for a silent worker within -S, and spills the rest" {
  seq 1 12700000 > ahead
  peak_kb=0
  measured -m -n -S 16M ::: 'until [ -e all-said ]; do sleep 0.02; done; echo 0; echo 2' 'cat ahead; touch all-said'
  held_at_most $(((16 << 10) + spare_kb)) "$peak_kb"
  { echo 0; echo 1; echo 2; tail -n +2 ahead; } > expected
  same_bytes got expected
}

@test "long records are merged as few at a time as -S allows" {
  head -c 180000000 /dev/urandom | base64 -w 5000000 > long
  peak_kb=0
  measured -S 16M ::: 'cat long'
  held_at_most $(((16 << 10) + 2 * spare_kb)) "$peak_kb"
  sort long > expected
  same_bytes got expected
}

@test "--partial holds what may yet be dropped within -S, and spills the rest" {
  seq 1 6000000 > many
  local order
  for order in ascending arrival worker round-robin; do
    peak_kb=0
    status=0
    measured -j 2 -S 16M --partial --order=$order ::: 'cat many; exit 3' 'cat many' || status=$?
    equal "$status" 1
    held_at_most $(((16 << 10) + spare_kb)) "$peak_kb"
    if [[ $order == ascending ]]; then sort many > expected; else cp many expected; fi
    same_bytes got expected
  done
}

@test "orders that stream name the folder they cannot spill to" {
  make_lines
  run --separate-stderr muster run -S 64K -T nowhere --order=worker -j 2 ::: 'sleep 1000' 'cat part-aa'
  equal "$status" 125
  matches "$stderr" 'Scheduler.*temporary files to nowhere: No such file or directory'
  # shellcheck disable=SC2016  # for the shell below
  local script='mount -t tmpfs -o size=256k tmpfs /mnt || exit 77
    "$0" run -S 64K -T /mnt --order=worker -j 2 ::: "sleep 1000" "cat part-aa" > got
    echo "status $?"; ls -A /mnt'
  run --separate-stderr unshare -m bash -c "$script" "$MUSTER"
  [ "$status" -ne 77 ] && [ "$status" -ne 1 ] || skip 'mounting is not permitted here'
  equal "$output" 'status 125'
  matches "$stderr" 'temporary files to /mnt: No space left on device'
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
  ASAN_OPTIONS=detect_leaks=0 run --separate-stderr strace -f -e trace=openat -o calls \
    "$MUSTER" sort -S 64K -T one -T two -T three part-aa
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
