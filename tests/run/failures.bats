#!/usr/bin/env bats

load ../common

# How often the marks of `$MUSTER_WORKER` have been made.
tries_of() {
  wc -l < "tries.$1"
}

@test "--timeout ends a worker that runs too long, and the run" {
  run --separate-stderr muster run --timeout 0.3 ::: 'echo early' 'echo late; sleep 1000'
  equal "$status" 1
  equal "$output" ''
  matches "$stderr" 'P2 \(pid [0-9]+, echo late; sleep 1000\): exceeded its time limit of 0.3 s'
}

@test "--timeout kills a worker that ignores SIGTERM, after --kill-after" {
  start=$SECONDS
  run --separate-stderr muster run --partial --timeout 0.2 --kill-after 0.3 \
    ::: 'echo early' 'trap "" TERM; echo late; while :; do sleep 0.05; done'
  equal "$status" 1
  equal "$output" early
  matches "$stderr" 'P2 .*exceeded its time limit of 0.2 s'
  [ $((SECONDS - start)) -lt 20 ]
}

@test "--timeout 0 is no limit" {
  run muster run --timeout 0 'sleep 0.2; echo done'
  equal "$status" 0
  equal "$output" "done"
}

@test "--retries tries again what fails, and counts the records of the good try only" {
  run --separate-stderr muster run -n --tag --retries 3 \
    'seq {}; echo x >> tries.$MUSTER_WORKER; [ $(wc -l < tries.$MUSTER_WORKER) -ge 3 ]' ::: 1 2
  equal "$status" 0
  equal "$output" $'1\t1\n2\t1\n2\t2'
  equal "$stderr" ''
  equal "$(tries_of 1) $(tries_of 2)" '3 3'
}

@test "a worker whose last try fails has failed, and is named once" {
  run --separate-stderr muster run --retries 2 'echo x >> tries.1; exit 7'
  equal "$status" 1
  equal "$output" ''
  equal "$(grep -c 'exited with status 7' <<< "$stderr")" 1
  equal "$(tries_of 1)" 2
}

@test "--retries tries again what takes too long, and what wrote half a record" {
  run muster run --retries 2 --timeout 0.4 \
    'echo x >> tries.1; [ $(wc -l < tries.1) -eq 2 ] || { echo late; sleep 1000; }; echo good'
  equal "$status" 0
  equal "$output" good
  run muster run --retries 2 --records=u32 --print \
    'echo x >> tries.2; printf "abc"; [ $(wc -l < tries.2) -eq 2 ] && printf "\0" || exit 1'
  equal "$status" 0
  equal "$output" 6513249
}

@test "--retry-delay waits before the next try" {
  start=$(date +%s%N)
  run muster run --retries 3 --retry-delay 0.3 'echo x >> tries.1; [ $(wc -l < tries.1) -ge 3 ]'
  equal "$status" 0
  [ $(($(date +%s%N) - start)) -ge 600000000 ]
}

@test "what spills is retracted as well" {
  run --separate-stderr muster run -n -S 1M --retries 2 --top 3 \
    'seq {}; echo x >> tries.$MUSTER_WORKER; [ $(wc -l < tries.$MUSTER_WORKER) -ge 2 ]' ::: 300000 300000
  equal "$status" 0
  equal "$output" $'1\n1\n2'
}

@test "orders that stream retry only with --partial" {
  is_refused '--retries cannot be used with orders that stream, unless --partial' \
    run --retries 2 --order=arrival echo
  is_refused '--retries cannot be used with orders that stream' run --retries 2 -m echo
  run muster run --retries 2 --partial --order=worker \
    'echo {}; echo x >> tries.$MUSTER_WORKER; [ $(wc -l < tries.$MUSTER_WORKER) -ge 2 ]' ::: a b
  equal "$status" 0
  equal "$output" $'a\nb'
}

@test "by default the first failure ends what runs, and nothing else is started" {
  run muster run -j2 ::: 'exit 1' 'sleep 1000' 'touch started'
  equal "$status" 1
  [ ! -e started ]
}

@test "--halt soon lets those that run finish, and starts no others" {
  run --separate-stderr muster run -j2 --halt soon ::: 'exit 1' 'sleep 0.5; touch finished' 'touch started'
  equal "$status" 1
  equal "$output" ''
  [ -e finished ]
  [ ! -e started ]
}

@test "--halt never runs all, and prints nothing of a sorted order if one failed" {
  run --separate-stderr muster run -j1 --halt never ::: 'echo a' 'exit 1' 'echo b; touch started' 'exit 2'
  equal "$status" 2
  equal "$output" ''
  [ -e started ]
}

@test "--halt now,fail=N and soon,fail=N% wait for that many failures" {
  run muster run -j1 --halt now,fail=2 ::: 'exit 1' 'touch second' 'exit 1' 'touch fourth'
  equal "$status" 2
  [ -e second ]
  [ ! -e fourth ]
  run muster run -j1 --halt soon,fail=50% ::: 'exit 1' 'touch b' 'exit 1' 'touch d'
  equal "$status" 2
  [ -e b ]
  [ ! -e d ]
}

@test "--halt soon with --partial prints the records of those that ended well" {
  for order in ascending worker; do
    run --separate-stderr muster run -j1 --partial --halt soon,fail=2 --order=$order \
      ::: 'echo a' 'exit 1' 'echo b' 'exit 1' 'echo c; touch started'
    equal "$status" 2
    equal "$output" $'a\nb'
    [ ! -e started ]
  done
  run --separate-stderr muster run --partial --halt soon --header 1 -j1 ::: 'exit 1' 'echo a; echo b'
  equal "$status" 1
  equal "$output" ''
}

@test "--halt now with --partial stops the others, and prints the records of those that ended well" {
  run --separate-stderr muster run -j2 --partial --halt now ::: \
    'echo a' 'until [ -e started ]; do sleep 0.01; done; exit 1' 'echo b; touch started; exec sleep 1000'
  equal "$status" 1
  equal "$output" a
}

@test "--halt now,success=1 prints the winner's records, and ends with 0" {
  for order in ascending arrival worker; do
    rm -f started
    run --separate-stderr muster run -j3 --halt now,success=1 --order=$order ::: 'echo a; exit 1' \
      'echo b; touch started; exec sleep 1000' 'until [ -e started ]; do sleep 0.01; done; echo c' 'echo d'
    equal "$status" 0
    matches "$output" '^[cd]$'
    matches "$stderr" '^muster: P1 .*: exited with status 1$'
  done
}

@test "if too few succeed, the run has failed" {
  run --separate-stderr muster run --halt now,success=2 ::: 'exit 1' 'echo b' 'exit 1'
  equal "$status" 2
  equal "$output" ''
}

@test "--halt soon,success=N lets those that run finish" {
  run --separate-stderr muster run -j1 --halt soon,success=2 ::: 'echo a' 'exit 1' 'echo c' 'echo d; touch started'
  equal "$status" 0
  equal "$output" $'a\nc'
  [ ! -e started ]
}

@test "--halt now,done=N stops after that many, and a failure among them counts" {
  run --separate-stderr muster run -j1 --halt now,done=2 ::: 'echo a' 'echo b' 'touch started'
  equal "$status" 0
  equal "$output" $'a\nb'
  [ ! -e started ]
  run --separate-stderr muster run -j1 --halt now,done=50% ::: 'echo a' 'exit 1' 'touch started' 'echo d'
  equal "$status" 1
  equal "$output" ''
  [ ! -e started ]
}

@test "--timeout N% is a share of the median of those that have succeeded" {
  run --separate-stderr muster run -j1 --timeout 1000% ::: 'sleep 0.05; echo {#}' 'sleep 0.05; echo {#}' \
    'sleep 0.05; echo {#}' 'exec sleep 1000'
  equal "$status" 1
  matches "$stderr" '^muster: P4 .*: exceeded its time limit of 1000% of the median$'
}

@test "--term-seq says by which signals a worker is ended" {
  run --separate-stderr muster run --partial --timeout 0.2 --term-seq INT,300,USR1,300,KILL \
    'trap "echo INT >> got" INT; trap "echo USR1 >> got; exit 0" USR1; while :; do sleep 0.02; done'
  equal "$status" 1
  equal "$(< got)" $'INT\nUSR1'
  is_refused "--term-seq: invalid 'FOO,200': expected signals" run --term-seq FOO,200 echo
}

@test "--retry-delay TIME,double waits twice as long each time" {
  run muster run --retries 4 --retry-delay 0.1,double 'date +%s%3N >> times; exit 1'
  equal "$status" 1
  awk 'NR > 1 { waited[NR] = $1 - last } { last = $1 }
    END { exit !(NR == 4 && waited[2] >= 100 && waited[3] >= 200 && waited[4] >= 400) }' times
}

@test "what is no way to halt, no time and no number of tries is refused" {
  for value in '' x now,3 now,fail= now,fail=0 soon,fail=101% never,fail=1 now,success=0 soon,done=x; do
    is_refused "--halt: invalid '$value': expected never" run --halt "$value" echo
  done
  is_refused "--timeout: invalid duration 'x'" run --timeout x echo
  is_refused "--retries: " run --retries 0 echo
}

@test "a worker that cannot be started is out of the order, whenever it is the last to be tried" {
  for count in 7 8 9 16; do
    for order in -m --order=round-robin --order=worker; do
      run --separate-stderr muster run --partial $order -j1 '{}' hello ::: echo $(seq -f missing-%g "$count")
      equal "$output" hello
    done
  done
}

@test "--kill-after of any length waits that long" {
  run --separate-stderr timeout --preserve-status 20 "$MUSTER" run --kill-after 1000000d \
    ::: 'trap "sleep 0.3; touch cleaned; exit" TERM; touch ready; while :; do sleep 0.05; done' \
    'until [ -e ready ]; do sleep 0.05; done; exit 1'
  [ -e cleaned ]
}
