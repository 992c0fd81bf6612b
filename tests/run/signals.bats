#!/usr/bin/env bats

load ../common

@test "INT, TERM and QUIT end the workers, keep FILE and are what muster dies of" {
  for signal in INT TERM QUIT; do
    rm -f pid
    echo old > file
    # shellcheck disable=SC2153 # MUSTER is no misspelling
    # A shell starts what it puts in the background with INT and QUIT ignored.
    env --default-signal "$MUSTER" run -o file 'echo $$ > pid; echo new; exec sleep 1000' 2> err &
    init=$!
    wait_for pid
    kill -s "$signal" "$init"
    status=0
    wait "$init" || status=$?
    equal "$status" "$((128 + $(kill -l "$signal")))"
    [[ ! -e /proc/$(< pid) ]]
    equal "$(< file)" old
    equal "$(ls)" $'err\nfile\npid'
  done
}
