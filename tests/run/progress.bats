#!/usr/bin/env bats

# The line that shows how far a run is. on_pty.py gives its stderr a terminal, and tells what comes there.

load ../common

on_pty() {
  TERM=xterm python3 "$BATS_TEST_DIRNAME/../tools/on_pty.py" "$@"
}

# fits: no line that was drawn takes the last column of the terminal, or more.
fits() {
  awk '$2 == "draws" { text = $0; sub(/^[0-9]+ draws /, "", text); if (length(text) >= $1) { print; bad = 1 } }
       END { exit bad }' "$1"
}

@test "the line fits terminals of three widths, and is gone at the end" {
  local width
  for width in 200 80 30; do
    on_pty $width "$MUSTER" run --progress -j2 'sleep 0.4; echo {}; exit 0; : a command that is far too long for most terminals' ::: 1 2 3 4 > said
    fits said
    grep -q "^$width draws .*/4 done" said
    equal "$(tail -n 1 said)" "$width erases"
  done
  on_pty 200 "$MUSTER" run --progress 'sleep 0.5; : long command' ::: 1 > said
  grep -Eq '^200 draws 0/1 done, 1 running \| P1 0:00 .*long command 1$' said
}

@test "the line follows the width of the terminal as it changes" {
  on_pty 100,40,120 "$MUSTER" run --progress 'sleep 4.5; : a command that is long enough to be cut at forty columns' ::: 1 > said
  fits <(sed '/^resized/,/draws/ { /draws/d }' said)
  awk '$1 == 100 && $2 == "draws" && length > 60 { wide = 1 }
       $1 == 40 && $2 == "draws" { narrow = 1 }
       $1 == 120 && $2 == "draws" && length > 60 { wider = 1 }
       END { exit !(wide && narrow && wider) }' said
  equal "$(tail -n 1 said)" '120 erases'
}

@test "it counts what is done, runs and has failed, and says what has been read and which worker runs longest" {
  on_pty 200 "$MUSTER" run --progress --partial -j2 \
    'case {} in 1) sleep 1.5;; 2) exit 3;; *) seq 1000; sleep 0.2;; esac' ::: 1 2 3 4 > said || equal $? 1
  grep -Eq '^200 draws [1-3]/4 done, [12] running, \^\[31m1 failed\^\[0m .*KiB.* \| P1 0:0[01] case' said
}

@test "it counts records while they come" {
  on_pty 200 "$MUSTER" run --progress 'seq 100000; sleep 1.5' > said
  grep -Eq '^200 draws .* \| [0-9]{4,6} records, [0-9.]+ KiB' said
}

@test "without --progress it comes after two seconds, and not in a run that is shorter" {
  on_pty 80 "$MUSTER" run 'sleep 0.5' ::: 1 > said
  equal "$(cat said)" ''
  on_pty 80 "$MUSTER" run 'sleep 3' ::: 1 > said
  grep -q 'draws 0/1 done, 1 running' said
  run ! grep -q ' 0:00 ' said
  on_pty 80 "$MUSTER" run --no-progress 'sleep 2.5' ::: 1 > said
  equal "$(cat said)" ''
}

@test "messages and what workers write to stderr go past it in whole lines" {
  on_pty 80 "$MUSTER" run --progress --partial -j8 \
    'for i in 1 2 3 4 5 6 7 8 9; do printf "worker " >&2; sleep 0.05; printf "%s line %s\n" {} $i >&2; done; exit 1' \
    ::: {1..8} > said || equal $? 8
  grep prints said | cut -d' ' -f3- | grep -v '^muster' | sort > lines
  for i in {1..8}; do printf "worker $i line %s\n" {1..9}; done | sort > expected
  same_bytes lines expected
  equal "$(grep -c '^80 prints muster: P[1-8] (pid' said)" 8
  grep -q draws said
  equal "$(tail -n 1 said)" '80 erases'
}

@test "a question that has no end of line is shown after a second" {
  on_pty 80 "$MUSTER" run --progress 'printf "Password: " >&2; sleep 2; echo done >&2' > said
  grep -q '^80 prints Password: $' said
  grep -q '^80 prints done$' said
}

@test "--bar has a bar and a percentage" {
  on_pty 100 "$MUSTER" run --bar -j1 'sleep 0.3' ::: 1 2 3 4 > said
  grep -Eq '^100 draws \[############-{12}\]  50% 2/4 done' said
}

@test "NO_COLOR is respected" {
  NO_COLOR=1 on_pty 100 "$MUSTER" run --progress --partial -j1 'sleep 0.3; exit 1' ::: 1 2 > said || equal $? 2
  grep -q '1 failed' said
  run ! grep -q '\^\[' said
}

@test "a dumb terminal has no line" {
  on_pty 100 env TERM=dumb "$MUSTER" run 'sleep 2.5' ::: 1 > said
  equal "$(cat said)" ''
  on_pty 100 env TERM=dumb "$MUSTER" run --progress 'sleep 0.5' ::: 1 > said
  equal "$(cat said)" ''
}

@test "where stderr is no terminal, a line comes every ten seconds" {
  play "$MUSTER" run --progress 'sleep 10.6; echo {}' ::: 1
  ended_with 0
  equal "$(cat err)" 'muster: 0/1 done, 1 running | P1 0:10 sleep 10.6; echo 1'
  play "$MUSTER" run --progress 'sleep 1; echo {}' ::: 1
  said_nothing
}
