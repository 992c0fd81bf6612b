#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  printf '%s\n' 10 9 b -1 A 010 > x
  printf '%s\n' 2 '' a 100 10 B > y
  printf 'no\nnewline' > z
  : > empty
}

@test "without a FILE stdin is sorted" {
  cp x input
  sort_agrees
  sort_agrees -n -r
  (($(wc -c < got) > 0))
}

@test "- is stdin, alone and between files" {
  cp x input
  sort_agrees -
  sort_agrees y - z
  sort_agrees - -
  (($(wc -l < got) == 6))
}

@test "several files are sorted into one, in any number" {
  sort_agrees x y z
  sort_agrees -n x y z x
  sort_agrees -s -n y x z x
  sort_agrees -u y x z x
  for i in {1..300}; do printf '%s\n' $((i * 7919 % 1000)) "$i"; done | split -l 2 - part.
  sort_agrees -n part.*
}

@test "a final newline that is missing is supplied" {
  sort_agrees z
  sort_agrees z x
  sort_agrees x z
  printf b > b
  printf a > a
  sort_agrees b a z
  equal "$(tail -c 1 got | od -An -c | tr -d ' ')" '\n'
}

@test "empty files give nothing, and nothing among others" {
  sort_agrees empty
  [[ ! -s got ]]
  sort_agrees empty empty
  sort_agrees empty x empty y
  sort_agrees -z empty
}

@test "-z takes records that end with NUL, with newlines inside" {
  printf 'b\nc\0a\0\nz\0a' > nul
  sort_agrees -z nul
  sort_agrees --zero-terminated -r nul x
  sort_agrees -z -k2 nul
  sort_agrees -z -n -u nul x
}

@test "a newline is a blank between fields under -z" {
  printf 'x\n2\0y 1\0z\t3\0' > nul
  sort_agrees -z -k2,2 nul
  sort_agrees -z -k2n nul
  sort_agrees -z -b -k2,2r nul
}

@test "NULs are bytes like others" {
  printf 'a\0b\na\0a\na\n\0\n\n1\0002\n1\0001\nb\0c\n' > nuls
  for option in -n -r -f -d -i -V -g -h -M -u -k1.2 -s; do
    sort_agrees "$option" nuls
  done
  sort_agrees nuls
  sort_agrees -t '\0' -k2 nuls
  sort_agrees -t '\0' -k2,2r -u nuls
}

@test "bytes above 127 are higher than all others" {
  printf '\xff\nz\n\x80a\n\xc3\xa4\nA\n' > bytes
  sort_agrees bytes
  sort_agrees -r bytes
  sort_agrees -f bytes
  sort_agrees -d bytes
  sort_agrees -i bytes
  sort_agrees -t $'\xa4' -k1,1 bytes
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
  sort_agrees long
  sort_agrees -s -k2,2 long
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
  sort_agrees --files0-from=names
  printf 'z\0x\0y' > names
  sort_agrees --files0-from=names -n -s
  cp x $'new\nline'
  printf 'new\nline\0' > names
  sort_agrees --files0-from=names
}

@test "--files0-from=- names them on stdin" {
  printf 'x\0y\0' > input
  sort_agrees --files0-from=-
  sort_agrees --files0-from - -r
  (($(wc -l < got) == 12))
}

@test "options may stand after operands" {
  sort_agrees x -n y -r
  sort_agrees x -k1,1n y -s
}

@test "-- ends the options" {
  cp x ./-n
  sort_agrees -r -- -n
  sort_agrees -- x -n
}

@test "POSIXLY_CORRECT ends them at the first operand" {
  cp y ./-n
  export POSIXLY_CORRECT=1
  sort_agrees -r x -n
  rm ./-n
  run --separate-stderr muster sort x -n
  equal "$status" 2
  equal "$stderr" 'muster: cannot read: -n: No such file or directory'
}

@test "long options may be shortened as long as they are unique" {
  sort_agrees --rev --num x y
  sort_agrees --uni --ignore-c x y
  sort_agrees --key=1,1 --stab --field=: x y
  sort_agrees --sort=num x
  sort_agrees --sort=v --dict x
  sort_agrees --zero x
}

@test "short options may be joined, also with the last one's argument" {
  sort_agrees -nrk1,1 x y
  sort_agrees -st: -k1,1n x y
  sort_agrees -unk 1 x y
}

@test "options that only say how to sort change nothing" {
  sort_agrees -S 20% x y
  sort_agrees -S 100M -T . --parallel=3 --batch-size=2 x y
  sort_agrees --compress-program=gzip --buffer-size=1G --temporary-directory=. x y
}

@test "a -S that is small takes small inputs" {
  sort_agrees -S 1 x y
  sort_agrees -S 10b x y
}

@test "-m merges files that are sorted" {
  sort -n x > sorted_x
  sort -n y > sorted_y
  sort_agrees -m -n sorted_x sorted_y
  sort_agrees --merge -n -s sorted_y sorted_x
  sort_agrees -m -n -u sorted_x sorted_y empty
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
