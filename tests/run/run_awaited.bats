#!/usr/bin/env bats

# For whom an order waits that goes by every worker.

load common

# says_within_a_minute REGEX FILE: a line of it, sooner or later.
says_within_a_minute() {
  local i
  for ((i = 0; i < 6000; ++i)); do
    ! grep -Eqs -- "$1" "$2" || return 0
    sleep 0.01
  done
  cat "$2"
  return 1
}

# on_a_terminal ARGUMENT...: muster in the background, its stderr a terminal whose text goes to the
# file said, and its stdout the file got.
on_a_terminal() {
  local line
  rm -f said got
  line="exec $(printf '%q ' timeout 60 "$MUSTER" "$@") > got"
  script --quiet --return --flush --command "exec bash -c $(printf '%q' "$line")" said > /dev/null < /dev/null &
}

endlessly='echo {#}a; echo {#}b; exec sleep 1000'

@test "on a terminal a merge says for which worker it has waited for two seconds" {
  command -v script > /dev/null || skip 'no script(1) here'
  local order
  for order in -m --order=round-robin; do
    on_a_terminal run $order --workers 3 "$endlessly; : P{#}"
    says_within_a_minute '^muster: waiting for P1 \(pid [0-9]+, .*P1\), which has written nothing for 2 s' said
    kill %% && wait %% || true
    equal "$(grep -c 'waiting for' said)" 1
  done
}

@test "that is a worker that writes nothing, not one that is slow" {
  command -v script > /dev/null || skip 'no script(1) here'
  on_a_terminal run -m -n ::: 'for i in 0 1 2 3 4 5 6 7; do echo $i; sleep 0.5; done' \
    'seq 0 9; until [ -e go ]; do sleep 0.01; done'
  says_within_a_minute '^7$' got
  touch go
  wait %%
  equal "$(grep -c 'waiting for' said)" 0
}

@test "elsewhere it says nothing" {
  run --separate-stderr muster run -m ::: 'echo b; sleep 2.5; echo c' 'echo a; sleep 2.5'
  equal "$status$stderr" 0
  equal "$output" $'a\nb\nc'
}

@test "that an order waits for a worker that -j keeps from being started is said everywhere" {
  local order
  for order in -m --order=round-robin; do
    rm -f said
    timeout 60 "$MUSTER" run $order -j 2 --workers 4 "$endlessly" > got 2> said &
    says_within_a_minute \
      '^muster: waiting for P3: P3 to P4 have not been started, since only 2 workers run at a time; raise -j$' said
    kill %% && wait %% || true
    equal "$(wc -l < said)" 1
  done
}
