#!/usr/bin/env bats

# Going on where an earlier run has ended, by its job log or that of GNU parallel.

load ../common

# What was run is in the file ran.
line='echo {} >> ran; echo record {}; [ ! -e fails-{} ]'

@test "--resume runs what the log does not have, and continues the log" {
  touch fails-3
  muster run -j1 --joblog log "$line" ::: 1 2 3 4 5 2>/dev/null || true
  equal "$(cut -f 1 log | tr '\n' ' ')" 'Seq 1 2 3 '
  rm fails-3 ran
  play "$MUSTER" run -j1 --joblog log --resume "$line" ::: 1 2 3 4 5
  ended_with 1 # what failed has still failed
  printed $'record 4\nrecord 5\n'
  equal "$(cat ran)" $'4\n5'
  equal "$(cut -f 1 log | tr '\n' ' ')" 'Seq 1 2 3 4 5 '
  said '^muster: resuming: the records of workers that are over by the log \(3\) are not printed again; --results keeps them$'
  said '^muster: resuming: workers that have failed \(1\) are not run again; use --resume-failed to do so$'
}

@test "--resume-failed runs what has failed again, too" {
  touch fails-2
  muster run --partial --joblog log "$line" ::: 1 2 3 >/dev/null 2>&1 || true
  rm fails-2 ran
  play "$MUSTER" run --joblog log --resume-failed "$line" ::: 1 2 3
  ended_with 0
  printed $'record 2\n'
  equal "$(cat ran)" 2
  rm ran
  play "$MUSTER" run --joblog log --resume-failed "$line" ::: 1 2 3
  ended_with 0
  printed
  [ ! -e ran ]
}

@test "with --results the records of what is not run again are printed with the others" {
  local order
  for order in ascending worker arrival round-robin; do
    rm -rf log kept ran
    touch fails-3
    muster run --partial -j2 --results kept --joblog log "$line; echo more" ::: 1 2 3 4 >/dev/null 2>&1 || true
    sed -i '/\t:.*record 4/d' log
    rm fails-3 ran
    play "$MUSTER" run --order=$order --tag --results kept --joblog log --resume-failed "$line; echo more" ::: 1 2 3 4
    ended_with 0
    said_nothing
    equal "$(sort out)" "$(for i in 1 2 3 4; do printf "$i\t%s\n" more "record $i"; done)"
    equal "$(sort ran)" 4
    equal "$(cut -f 1 log | sort | tr '\n' ' ')" '1 2 3 4 Seq '
  done
}

@test "what has no results any more is run again" {
  muster run --results kept --joblog log "$line" ::: 1 2 > expected
  rm -r kept/000002 ran
  play "$MUSTER" run --results kept --joblog log --resume "$line" ::: 1 2
  ended_with 0
  same_bytes out expected
  equal "$(cat ran)" 2
}

@test "a log of GNU parallel is resumed, and it resumes ours" {
  parallel -j1 --halt now,fail=1 --joblog log "$line" ::: 1 2 >/dev/null
  rm ran
  play "$MUSTER" run --joblog log --resume "$line" ::: 1 2 3
  ended_with 0
  equal "$(cat ran)" 3
  run ! grep -q warning err
  rm ran
  parallel --joblog log --resume "$line" ::: 1 2 3 4 >/dev/null
  equal "$(cat ran)" 4
}

# resumed_alike OPTION...: parallel, given these, has made a log; from a copy of it each of the two runs the same again.
resumed_alike() {
  local resume program inputs=(::: 0 1 2 ::: 0 1 3) each='echo {1}{2} >>ran; case {1}{2} in 01) exit 3;; 13) kill -9 $$;; 21) exec sleep {2};; esac'
  rm -f log
  parallel --joblog log "$@" "$each" "${inputs[@]}" &>/dev/null || true
  [ "$(wc -l <log)" -gt 1 ]
  for resume in --resume --resume-failed; do
    for program in parallel "muster run"; do
      cp log copy
      : >ran
      $program -j1 --halt never --joblog copy $resume "$each" "${inputs[@]}" &>/dev/null || true
      mv ran "ran by ${program% run}"
    done
    same_bytes 'ran by muster' 'ran by parallel' || fail "$resume after: $*"
  done
}

@test "from a log of GNU parallel the same is run again as by it" {
  resumed_alike -j3
  resumed_alike -j1 --halt soon,fail=1
  resumed_alike -j2 --halt now,fail=2
  resumed_alike -j4 --retries 2
  resumed_alike -j3 --timeout 0.5
}

@test "a command with newlines and backslashes is known again in both logs" {
  printf '%s\0' $'echo "a\nb\\\\c"; echo >> ran' | parallel -0 -j1 --joblog log >/dev/null
  play "$MUSTER" run --joblog log --resume ::: $'echo "a\nb\\\\c"; echo >> ran'
  run ! grep -q warning err
  muster run --joblog log ::: $'echo "a\nb\\\\c"; echo >> ran' > /dev/null
  play "$MUSTER" run --joblog log --resume ::: $'echo "a\nb\\\\c"; echo >> ran'
  run ! grep -q warning err
  equal "$(wc -l < ran)" 2
}

@test "another command than in the log is a warning" {
  muster run --joblog log "$line" ::: 1 2 > /dev/null
  play "$MUSTER" run --joblog log --resume "$line" ::: 0 0
  ended_with 0
  said '^muster: warning: P1 had another command in the log; workers are resumed by their numbers, so'
  equal "$(grep -c warning err)" 1
}

@test "half a line at the end of the log is as if it was not there" {
  muster run -j1 --joblog log "$line" ::: 1 2 3 > /dev/null
  truncate -s -5 log
  rm ran
  muster run --joblog log --resume "$line" ::: 1 2 3 > /dev/null 2>&1
  equal "$(cat ran)" 3
  equal "$(cut -f 1 log | tr '\n' ' ')" 'Seq 1 2 3 '
  equal "$(tail -n 1 log | cut -f 9)" 'echo 3 >> ran; echo record 3; [ ! -e fails-3 ]'
}

@test "without a log, all is run, and what is no log is refused" {
  muster run --joblog log --resume "$line" ::: 1 2 > /dev/null
  equal "$(sort ran)" $'1\n2'
  is_refused '--resume and --resume-failed need the log' run --resume true
  echo hello > other
  run --separate-stderr -125 muster run --joblog other --resume true
  matches "$stderr" '^muster: cannot resume from other: line 1 is not one of a job log$'
  equal "$(cat other)" hello
}

@test "what was interrupted is run again" {
  muster run -j3 --joblog log "$line; [ {} != 2 ] || [ -e go ] || { kill -INT \$PPID; sleep 1000; }" ::: 1 2 3 2>/dev/null || true
  touch go
  rm ran
  muster run --joblog log --resume "$line; [ {} != 2 ] || [ -e go ] || { kill -INT \$PPID; sleep 1000; }" ::: 1 2 3 >/dev/null 2>&1
  grep -qx 2 ran
  equal "$(cut -f 1 log | sort | tr '\n' ' ')" '1 2 3 Seq '
}

@test "--delay does not wait for what is not run again" {
  muster run --joblog log true {} ::: {1..9}
  muster run --joblog log --resume --delay 100 true {} ::: {1..9} 2>/dev/null
  equal "$(wc -l < log)" 10
}
