#!/usr/bin/env bats

load common

setup() {
  in_an_empty_folder
  printf '%s\n' 10 9 b -1 A 010 > x
  printf '%s\n' 2 '' a 100 10 B > y
  printf 'no\nnewline' > z
  : > empty
}

# agrees [ARGUMENT]...: muster sort and sort write the same, given the same on stdin.
agrees() {
  [[ -e input ]] || : > input
  sort "$@" < input > expected
  muster sort "$@" < input > got
  cmp got expected && return
  printf 'arguments: %s\n' "$*"
  return 1
}

@test "without a FILE stdin is sorted" {
  cp x input
  agrees
  agrees -n -r
  (($(wc -c < got) > 0))
}

@test "- is stdin, alone and between files" {
  cp x input
  agrees -
  agrees y - z
  agrees - -
  (($(wc -l < got) == 6))
}

@test "several files are sorted into one, in any number" {
  agrees x y z
  agrees -n x y z x
  agrees -s -n y x z x
  agrees -u y x z x
  for i in {1..300}; do printf '%s\n' $((i * 7919 % 1000)) "$i"; done | split -l 2 - part.
  agrees -n part.*
}

@test "a final newline that is missing is supplied" {
  agrees z
  agrees z x
  agrees x z
  printf b > b
  printf a > a
  agrees b a z
  equal "$(tail -c 1 got | od -An -c | tr -d ' ')" '\n'
}

@test "empty files give nothing, and nothing among others" {
  agrees empty
  [[ ! -s got ]]
  agrees empty empty
  agrees empty x empty y
  agrees -z empty
}

@test "-z takes records that end with NUL, with newlines inside" {
  printf 'b\nc\0a\0\nz\0a' > nul
  agrees -z nul
  agrees --zero-terminated -r nul x
  agrees -z -k2 nul
  agrees -z -n -u nul x
}

@test "a newline is a blank between fields under -z" {
  printf 'x\n2\0y 1\0z\t3\0' > nul
  agrees -z -k2,2 nul
  agrees -z -k2n nul
  agrees -z -b -k2,2r nul
}

@test "NULs are bytes like others" {
  printf 'a\0b\na\0a\na\n\0\n\n1\0002\n1\0001\nb\0c\n' > nuls
  for option in -n -r -f -d -i -V -g -h -M -u -k1.2 -s; do
    agrees "$option" nuls
  done
  agrees nuls
  agrees -t '\0' -k2 nuls
  agrees -t '\0' -k2,2r -u nuls
}

@test "bytes above 127 are higher than all others" {
  printf '\xff\nz\n\x80a\n\xc3\xa4\nA\n' > bytes
  agrees bytes
  agrees -r bytes
  agrees -f bytes
  agrees -d bytes
  agrees -i bytes
  agrees -t $'\xa4' -k1,1 bytes
}

@test "the locale says nothing" {
  printf '%s\n' b A a B ä _ > words
  sort words > expected
  LC_ALL=C.UTF-8 muster sort words > got
  same_bytes got expected
}

@test "a line of 50 MB is sorted like others" {
  {
    echo y
    head -c 50000000 /dev/zero | tr '\0' x
    printf '\nb 2\na 1\nx\n'
  } > long
  agrees long
  agrees -s -k2,2 long
}

@test "a tab separates fields with -t '\t', and with a tab" {
  printf '%s\n' $'b c\t1' $'a d\t2' $'a\t0\t0' > tabbed
  sort -t $'\t' -k2,2 tabbed > expected
  muster sort -t '\t' -k2,2 tabbed > got
  same_bytes got expected
  muster sort -t $'\t' -k2,2 tabbed > got
  same_bytes got expected
  muster sort --field-separator='\t' -k2,2 tabbed > got
  same_bytes got expected
}

@test "--files0-from names the files" {
  printf 'x\0y\0' > names
  agrees --files0-from=names
  printf 'z\0x\0y' > names
  agrees --files0-from=names -n -s
  cp x $'new\nline'
  printf 'new\nline\0' > names
  agrees --files0-from=names
}

@test "--files0-from=- names them on stdin" {
  printf 'x\0y\0' > input
  agrees --files0-from=-
  agrees --files0-from - -r
  (($(wc -l < got) == 12))
}

@test "options may stand after operands" {
  agrees x -n y -r
  agrees x -k1,1n y -s
}

@test "-- ends the options" {
  cp x ./-n
  agrees -r -- -n
  agrees -- x -n
}

@test "POSIXLY_CORRECT ends them at the first operand" {
  cp y ./-n
  export POSIXLY_CORRECT=1
  agrees -r x -n
  rm ./-n
  run --separate-stderr muster sort x -n
  equal "$status" 2
  equal "$stderr" 'muster: cannot read: -n: No such file or directory'
}

@test "long options may be shortened as long as they are unique" {
  agrees --rev --num x y
  agrees --uni --ignore-c x y
  agrees --key=1,1 --stab --field=: x y
  agrees --sort=num x
  agrees --sort=v --dict x
  agrees --zero x
}

@test "short options may be joined, also with the last one's argument" {
  agrees -nrk1,1 x y
  agrees -st: -k1,1n x y
  agrees -unk 1 x y
}

@test "options that only say how to sort change nothing" {
  agrees -S 20% x y
  agrees -S 100M -T . --parallel=3 --batch-size=2 x y
  agrees --compress-program=gzip --buffer-size=1G --temporary-directory=. x y
}

@test "a -S that is small takes small inputs" {
  agrees -S 1 x y
  agrees -S 10b x y
}

@test "-m merges files that are sorted" {
  sort -n x > sorted_x
  sort -n y > sorted_y
  agrees -m -n sorted_x sorted_y
  agrees --merge -n -s sorted_y sorted_x
  agrees -m -n -u sorted_x sorted_y empty
}

@test "a standard input that somebody made non-blocking is waited for" {
  mkfifo fifo
  { sleep 0.3; printf 'b\n'; sleep 0.3; printf 'a\n'; } > fifo &
  perl -e 'use Fcntl; open(STDIN, "<", "fifo"); fcntl(STDIN, F_SETFL, O_NONBLOCK); exec @ARGV' \
    "$MUSTER" sort -o got
  wait $!
  equal "$(< got)" $'a\nb'
}

@test "a seed that comes in pieces is read whole" {
  printf '%s\n' 1 2 3 4 5 > numbers
  printf 0123456789abcdef > seed
  muster sort -R --random-source=seed numbers > expected
  muster sort -R --random-source=<(printf 01234567; sleep 0.3; printf 89abcdef) numbers > got
  same_bytes got expected
}
