#!/usr/bin/env bats

load ../common

# Worker i writes i to 3i lines with pauses that differ every time.
restless='for i in $(seq {}); do
  echo $i {#}; sleep 0.00$(od -A n -N 1 -t u1 /dev/urandom | tr -d " "); echo $i; echo {}
done'

@test "the bytes do not depend on timing or on the number of jobs" {
  for order in ascending descending worker round-robin; do
    muster run -j 1 --order="$order" "$restless" ::: {1..9} > expected
    equal "$(wc -l < expected)" 135
    for jobs in 2 3 0 9 0; do
      muster run -j "$jobs" --order="$order" "$restless" ::: {1..9} > got
      same_bytes got expected
    done
  done
}
