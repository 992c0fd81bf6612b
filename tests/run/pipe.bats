#!/usr/bin/env bats

load ../common

# numbered_lines COUNT: lines of many lengths, some of them empty.
numbered_lines() {
  awk -v lines="$1" 'BEGIN { for (i = 0; i < lines; ++i)
    if (i % 11 == 0) print ""; else printf "%d %s\n", i, substr("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 1, i * 7 % 40) }'
}

# passes_through [OPTION]...: in the order of workers, cat gives the file input back.
passes_through() {
  muster run --pipe --order=worker "$@" cat <input >got
  same_bytes got input || fail "from a file: $*"
  muster run --pipe --order=worker "$@" cat < <(cat input) >got
  same_bytes got input || fail "from a pipe: $*"
}

# blocks_by PROGRAM...: the blocks of the file input, each as a line of od.
blocks_by() {
  "$@" 'od -An -v -c -w1000000 | tr -d "\n"; echo' <input 2>/dev/null
}

# same_blocks [OPTION]...: of the file input, as parallel makes them.
same_blocks() {
  blocks_by parallel --pipe -k "$@" >expected
  blocks_by muster run --pipe --order=worker "$@" >got
  same_bytes got expected || fail "blocks of: $*"
}

@test "in the order of workers a filter gives what it gives alone, however its input is cut" {
  local block
  numbered_lines 20000 >input
  for block in 500 4096 64K 100k 1M; do passes_through --block "$block"; done
  printf 'short\n%0500d\nshort\n%0900d\n' 1 2 >input
  passes_through --block 100
  # The last record gets its newline, as every last record of a worker does.
  equal "$(printf 'a\nb' | muster run --pipe --block 2 --order=worker cat | od -An -c)" '   a  \n   b  \n'
}

@test "a file is cut where a pipe is, from where it has been read to" {
  local options count='printf "%06d\n" $(wc -c)'
  # Records longer than what is read of a block, than a block, and neither.
  { numbered_lines 3000; printf '%0150000d\n' 1; numbered_lines 20000; printf '%0070000d\nend\n' 2; } >input
  for options in "--block 100K" "--block 65536" "--block 3000" "--records fixed:7 --block 70001" \
    "--recstart 5 --recend 1 --block 80K"; do
    # shellcheck disable=SC2086  # several options
    { read -r line; muster run --pipe --order=worker $options "$count"; } <input >got
    # shellcheck disable=SC2086
    tail -n +2 input | muster run --pipe --order=worker $options "$count" >expected
    same_bytes got expected || fail "$options"
    [ "$(wc -l <got)" -gt 2 ]
  done
  passes_through --header 3 --block 90K
}

@test "after a run nothing is left to read of a file that was dealt out" {
  numbered_lines 30000 >input
  equal "$({ muster run --pipe --block 100K --order=worker 'wc -l' | awk '{ n += $1 } END { print n }'; cat; } <input)" 30000
}

@test "a file that becomes shorter while it is dealt out is an error" {
  numbered_lines 200000 >input
  play_in_shell '"$MUSTER" run --pipe --block 100K -j1 "[ \$MUSTER_WORKER != 1 ] || truncate -s 150K input; cat" <input'
  [ "$status" -ne 0 ]
  grep -qF "standard input has become shorter while it was read" err
}

@test "blocks are dealt in turn to as many workers as -j says, each as it can take one" {
  numbered_lines 50000 >input
  sort input >expected
  muster run --pipe --block 8K --round-robin -j3 cat <input >got
  same_bytes got expected
  equal "$(muster run --pipe --block 8K --round-robin -j3 --order=worker 'cat >/dev/null; echo $MUSTER_WORKER' <input)" $'1\n2\n3'
}

@test "a filter on blocks in turn, sorted by a key, is grep and sort" {
  keyed_lines 100000 | sed 's/\t/,/g; 1~9s/^/#/' >input
  grep -v '^#' input | sort -t, -k2,2n >expected
  muster run --pipe --block 100K --round-robin -t, -k2,2n "grep -v '^#'" <input >got
  same_bytes got expected
}

@test "records are cut where parallel cuts them" {
  numbered_lines 300 >input
  local size
  for size in 200 999 4096; do same_blocks --block $size; done
  printf '>a\nb\n>c\nddddd\n>e\n>f\n\n>g' >input
  for size in 10 12 14; do
    same_blocks --block $size --recstart '>'
    same_blocks --block $size --recend '\n' --recstart '>'
  done
  printf 'a;b;ccc;dd;e;ffff' >input
  same_blocks --block 9 --recend ';'
  same_blocks --block 9 --recend ''
  printf 'a\tb\tccc\tdd\te' >input
  same_blocks --block 6 --recend '\t'
  equal "$(muster run --pipe --block 6 --recend '\011' --order=worker 'wc -c' <input | tr '\n' ' ')" '4 4 4 '
}

@test "records made at random are cut where parallel cuts them" {
  local line cuts number=0
  python3 "$BATS_TEST_DIRNAME/../tools/blocks.py" 1 40 >lines
  while IFS= read -r line <&9; do
    number=$((number + 1))
    mv "input-$number" input
    eval "cuts=($line)"
    same_blocks "${cuts[@]}"
  done 9<lines
}

@test "-z: records end with NUL; --records: they have a size" {
  printf 'one\0two\0\0four\n4\0' >input
  passes_through -z --block 5
  equal "$(muster run --pipe -z --block 5 --order=worker 'cat; printf ";\0"' <input | tr '\0' .)" \
    $'one.;.two..;.four\n4.;.'
  head -c 4000 /dev/zero >input
  equal "$(muster run --pipe --records=u64 --block 100 'cat' <input | wc -c)" 4000
}

@test "an empty standard input is one empty block, as for the filter alone" {
  equal "$(muster run --pipe wc -c - </dev/null)" '0 -'
  equal "$(: | muster run --pipe wc -c -)" '0 -'
  equal "$(: | muster run --pipe --round-robin -j3 --order=worker wc -c -)" $'0 -\n0 -\n0 -'
}

@test "--header: each worker has the header before its block, and it is printed once" {
  { echo name,value; seq 500 | sed 's/.*/row&,&/'; } >input
  local options
  for options in '' '--round-robin -j3'; do
    # shellcheck disable=SC2086  # none or two words
    muster run --pipe --block 200 $options --header=1 -t, -k2,2n cat <input >got
    same_bytes got input
  done
  equal "$(echo name,value | muster run --pipe --header=1 cat)" name,value
  # A filter that prints none.
  muster run --pipe --block 200 --order=worker 'tail -n +1' <input >got
  same_bytes got input
}

@test "a header that a worker does not pass through is an error" {
  { echo name; seq 500; } >input
  play_in_shell '"$MUSTER" run --pipe --block 200 --header=1 "tail -n 1" <input'
  said 'header'
  [ "$status" -ne 0 ]
}

@test "a worker that leaves its input unread has not failed" {
  seq 500000 >input
  equal "$(muster run --pipe --block 200K --order=worker head -n1 <input | wc -l)" 17
  muster run --pipe --block 200K true <input
  equal "$(yes | muster run --pipe --round-robin -j3 head -n1)" $'y\ny\ny'
  play_in_shell 'yes | "$MUSTER" run --pipe --order=arrival head -n1 | head -n2'
  printed $'y\ny\n'
}

@test "a slow worker keeps no other from its blocks" {
  # P1 reads nothing until P2 has read the rest, far more than pipes hold.
  seq 1000000 >input
  mkfifo ready
  muster run --pipe --round-robin -j2 --block 100K --order=worker \
    'if [ $MUSTER_WORKER = 1 ]; then read line <ready; fi; wc -l; if [ $MUSTER_WORKER = 2 ]; then :; fi' <input >got &
  local run=$!
  sleep 0.5
  echo now >ready
  wait $run
  equal "$(awk '{ n += $1 } END { print n }' got)" 1000000
  [ "$(sed -n 2p got)" -gt "$(($(sed -n 1p got) * 3))" ]
}

@test "a worker that is tried again gets the same block" {
  seq 20000 >input
  # The first try of each reads some, or all, and fails.
  muster run --pipe --block 10K --retries 2 -n \
    'mkdir tried-$MUSTER_WORKER 2>/dev/null || exec cat; head -c $((MUSTER_WORKER * 3000)); exit 1' <input >got 2>/dev/null
  same_bytes got input
  [ -d tried-5 ]
}

@test "a worker that takes too long is ended, and the others' blocks are printed with --partial" {
  seq 1000 >input
  play_in_shell '"$MUSTER" run --pipe --block 1000 --partial --timeout 0.5 --order=worker "if [ \$MUSTER_WORKER = 2 ]; then exec sleep 100; fi; cat" <input'
  ended_with 1
  said 'P2 .*'
  head -c 999 input | sed '$d' >expected
  [ "$(wc -l <out)" -lt 1000 ]
  [ "$(wc -l <out)" -gt 500 ]
}

@test "memory is bounded by the blocks that are with workers, however much comes" {
  # shellcheck disable=SC2016
  yes "$(printf '%099d' 0)" | head -c 300000000 |
    muster run --pipe --block 1M -j2 --order=arrival \
      'cat >/dev/null; if [ $((MUSTER_WORKER % 50)) = 0 ]; then grep -h VmHWM "/proc/$(pgrep -P $PPID -x muster-dealer)/status" | tr -dc "0-9\n"; fi' >got
  [ -s got ]
  local most
  most=$(sort -n got | tail -n1)
  held_at_most 14000 "$most"
}

@test "--pipe works from standard input as it comes, block by block" {
  mkfifo go
  { seq 1000; read -r _ <go; seq 1000; } | muster run --pipe --block 1K --order=arrival cat | {
    read -r _ # of whichever block comes first
    echo now >go
    equal "$(($(wc -l) + 1))" 2000
  }
}

@test "--pipe says what it cannot be used with" {
  is_refused '--pipe cannot be used with inputs' run --pipe cat ::: a
  is_refused '--pipe cannot be used with inputs' run --pipe -a - cat
  is_refused '--workers cannot be used with --pipe' run --pipe --workers 3 cat
  is_refused 'can only be used with --pipe' run --block 1M cat
  is_refused 'can only be used with --pipe' run --round-robin cat
  is_refused '--retries and --memfree cannot be used with --round-robin' run --pipe --round-robin --retries 2 cat
  is_refused '-j0 cannot be used with it' run --pipe --round-robin -j0 cat
  is_refused '-m and --order=round-robin can only' run --pipe -m cat
  is_refused '-m and --order=round-robin can only' run --pipe --order=round-robin cat
  is_refused '--records: its records have a fixed size' run --pipe --records=u32 --recend x cat
  is_refused '--dry-run cannot be used with --pipe' run --pipe --dry-run cat
  is_refused "--block: invalid size '1x'" run --pipe --block 1x cat
  is_refused "--block: invalid size '0'" run --pipe --block 0 cat
}

@test "--explain tells of the Dealer and of its blocks" {
  seq 10 >input
  muster run --pipe --block 12 --explain cat <input 2>err
  local line
  for line in 'init .* starts the Dealer, pid' 'learns of a block of 12 bytes' \
    'learns that there are no more blocks' 'reaps the Dealer, which exited with status 0'; do
    grep -Eq "$line" err || fail "no line: $line"
  done
}
