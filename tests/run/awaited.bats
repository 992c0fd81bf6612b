#!/usr/bin/env bats

# For whom an order waits that goes by every worker.

load ../common

endlessly='echo {#}a; echo {#}b; exec sleep 1000'

@test "on a terminal a merge says for which worker it has waited for two seconds" {
  local order
  for order in -m --order=round-robin; do
    on_a_terminal run --no-progress $order --workers 3 "$endlessly; : P{#}"
    wait_for said '^muster: waiting for P1 \(pid [0-9]+, .*P1\), which has written nothing for 2 s'
    kill %% && wait %% || true
    equal "$(grep -c 'waiting for' said)" 1
  done
}

@test "that is a worker that writes nothing, not one that is slow" {
  on_a_terminal run --no-progress -m -n ::: 'for i in 0 1 2 3 4 5 6 7; do echo $i; sleep 0.5; done' \
    'seq 0 9; until [ -e go ]; do sleep 0.01; done'
  wait_for got '^7$'
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
    wait_for said \
      '^muster: waiting for P3: P3 to P4 have not been started, since only 2 workers run at a time; raise -j$'
    kill %% && wait %% || true
    equal "$(wc -l < said)" 1
  done
}
