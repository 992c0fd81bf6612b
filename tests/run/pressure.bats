#!/usr/bin/env bats

# What --load and --memfree do when the machine is busy. It is made to say so: files are mounted over those of /proc.

load ../common

setup() {
  in_an_empty_folder
  cat >machine <<'END'
has_load() { echo "$1 0.00 0.00 1/100 100" >loadavg; }
has_free() { echo "MemAvailable: $1 kB" >meminfo; }
has_stall() { printf 'some avg10=99.00\nfull avg10=%s\n' "$1" >pressure; }
END
  # Run by two workers, of which the second makes memory short once, and the first has enough of it again as soon as
  # that try is dead. Each try is a line of the file tries.
  cat >worker <<'END'
. ./machine
echo "$MUSTER_WORKER" >>tries
seq "$MUSTER_WORKER" 2 1000
if [ "$MUSTER_WORKER" = 1 ]; then
  until [ -e pid ]; do sleep 0.01; done
  while kill -0 "$(cat pid)" 2>/dev/null; do sleep 0.01; done
  has_free 1000000
  until [ -e again ]; do sleep 0.01; done
elif [ ! -e pid ]; then
  has_free 1000
  echo $$ >pid.new
  mv pid.new pid
  exec sleep 1000
else
  touch again
  [ ! -e fails ] || { rm fails; exit 1; }
fi
END
}

# on_the_machine SCRIPT: plays it where /proc says what the functions of the file machine have said last.
on_the_machine() {
  # shellcheck disable=SC2016  # for the shell in the namespace
  in_mount_namespace '. ./machine
    has_load 0
    has_free 1000000
    has_stall 0
    mount --bind loadavg /proc/loadavg
    mount --bind meminfo /proc/meminfo
    [ ! -e /proc/pressure/memory ] || mount --bind pressure /proc/pressure/memory
    '"$1"
}

# youngest_is_queued_again TRIES [OPTION]...: of two workers, whose TRIES these are, and all records are printed once.
youngest_is_queued_again() {
  rm -f pid again tries
  on_the_machine "exec \"\$MUSTER\" run -j2 --memfree 500M ${*:2} bash worker"
  ended_with 0
  sort -n out >got
  seq 1000 | same_bytes - got
  equal "$(sort tries | tr '\n' ' ')" "$1"
}

@test "when memory is very short the youngest worker is queued again, and its records are not doubled" {
  youngest_is_queued_again '1 2 2 ' -n --workers 2 --joblog log
  said_nothing
  equal "$(cut -f 1,7,8 log | sort)" $'1\t0\t0\n2\t0\t0\nSeq\tExitval\tSignal'
}

@test "the same with a stage for each worker" {
  youngest_is_queued_again '1 2 2 ' --partial --order=arrival --workers 2
}

@test "the same with blocks of standard input" {
  seq 10 >input
  youngest_is_queued_again '1 2 2 ' -n --pipe --block 15 '<input'
}

@test "to be queued again is no try" {
  touch fails
  youngest_is_queued_again '1 2 2 2 ' -n --workers 2 --retries 2
}

# none_is_ended [OPTION]...: by that memory is very short for a while.
none_is_ended() {
  on_the_machine "exec \"\$MUSTER\" run --memfree 500M $* '. ./machine; has_free 1000; sleep 2.5; echo done; has_free 1000000'"
  ended_with 0
}

@test "a worker that runs alone goes on, however short memory is" {
  none_is_ended -j2
  printed $'done\n'
}

@test "where records are printed as they come, no worker is ended" {
  none_is_ended --order=arrival -j2 --workers 2
  printed $'done\ndone\n'
}

# is_held CALL CALL OPTION...: nothing is started after the first call, and all after the second.
is_held() {
  on_the_machine "$1
    \"\$MUSTER\" run ${*:3} 'touch started' &
    sleep 1
    [ ! -e started ]
    $2
    wait \$!"
  ended_with 0
  [ -e started ]
}

@test "nothing is started while memory is short" {
  is_held 'has_free 400000' 'has_free 600000' --memfree 500M
}

@test "nothing is started while all wait for memory" {
  [ -e /proc/pressure/memory ] || skip 'this kernel does not measure it'
  is_held 'has_stall 10.50' 'has_stall 9.50' --memfree 1M
}

@test "nothing is started while the load is high" {
  is_held 'has_load 3.10' 'has_load 2.90' --load 3
}
