#!/usr/bin/env bats
load ../common

# at_a_terminal REDIRECTION ARGUMENT...: muster, the command in the foreground of a terminal, below the helper that tells
# what it leaves. What is written to descriptor 8 is typed there. The shell that waits for it has the pid $typist.
at_a_terminal() {
  local line
  needs_script
  rm -rf keys ready && mkfifo keys && mkdir ready
  # The helper is in the foreground too, and outlives Ctrl-C; muster gets the signal's default action back from it.
  line="trap '' INT; exec $(printf '%q ' "$LEFTOVERS" --within="${MUSTER_PATIENCE_S:-240}" "$MUSTER" run "${@:2}") $1"
  script --quiet --return --command "exec bash -c $(printf '%q' "$line")" said <keys >/dev/null 3>&- &
  typist=$!
  exec 8>keys
}

# ends_by_interrupt: when 50 workers run, Ctrl-C makes an end, and nothing is left.
ends_by_interrupt() {
  local i
  for ((i = 0; i < 2000 && $(find ready -type f | wc -l) < 50; ++i)); do sleep 0.05; done
  printf '\003' >&8
  status=0
  wait $typist || status=$?
  exec 8>&-
  [ ! -e out ] || cat out
  cat said
  equal "$status" 130
}

# Each worker has a pipeline and a process in the background in its process group, and one that has left it.
line='sleep 1000 & (trap "" INT; sleep 1000 | cat) & setsid sleep 1000 & echo {}; touch ready/{#}; sleep 1000 | cat'

@test "Ctrl-C ends 50 workers with all that they have started" {
  at_a_terminal '>out' -j0 "$line" ::: {1..50}
  ends_by_interrupt
  equal "$(<out)" ''
}

@test "Ctrl-C ends them when they are tried again, and when what they write is kept" {
  at_a_terminal '>out' -j0 --retries 3 --timeout 500 --results kept --joblog log --tag-stderr --partial "$line" ::: {1..50}
  ends_by_interrupt
  equal "$(<out)" ''
  equal "$(find kept -mindepth 1)" ''
  equal "$(wc -l <log)" 1
}

@test "Ctrl-C ends them when standard input is dealt out to them" {
  yes | head -n 100000 >input
  line=${line//\{\}/'$MUSTER_WORKER'}
  at_a_terminal '<input >out' -j50 --pipe --round-robin --block 1K "${line//\{#\}/'$MUSTER_WORKER'}"
  ends_by_interrupt
  equal "$(<out)" ''
}

@test "Ctrl-C at the terminal from which standard input is dealt out ends the run" {
  at_a_terminal '>out' --pipe --block 1K --round-robin -j50 'touch ready/$MUSTER_WORKER; cat'
  printf 'typed\n' >&8
  ends_by_interrupt
  equal "$(<out)" ''
}
