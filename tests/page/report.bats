#!/usr/bin/env bats
# muster run --report FILE: when the page is written, and what of a run is in it.

load common

# text_of FILE: what stands in it, without tags.
text_of() {
  sed '1,/<body>/d; /<script/,$d' "$1" | sed 's/<[^>]*>/ /g'
}

@test 'a run that goes well says so, with its command line and what came of it' {
  report_of -n -j2 'seq {}' ::: 3 1 2
  equal "$status" 0
  equal "$(cat out)" $'1\n1\n1\n2\n2\n3'
  text_of page.html >text
  grep -F '✓ All 3 workers succeeded' text
  grep -F "run --report page.html -n -j2 'seq {}' ::: 3 1 2" text
  grep -F 'Records printed 6' <(tr -s ' ' <text)
}

@test 'a run that fails is told of, with the end of what its worker wrote to standard error' {
  report_of 'seq -f "line %g" 30 >&2; sleep 0.01; exit 7'
  equal "$status" 1
  text_of page.html >text
  grep -F '✗ 1 of 1 worker failed, and the run was ended' text
  grep -E 'P1 \(pid [0-9]+, seq -f .*\): exited with status 7' text
  equal "$(grep -Eo 'line [0-9]+' text | grep -v 'line %g' | head -n 1)" 'line 11'
  grep -F 'line 30' text
  # All of it has reached the standard error of muster, too.
  equal "$(grep -c '^line' err)" 30
}

@test 'a worker that cannot be run at all is told of' {
  report_of ./missing --option ::: a
  equal "$status" 127
  grep -F 'cannot be run: No such file or directory' page.html
}

@test 'what a worker writes to standard error is passed on while it runs' {
  muster run --report page.html 'echo early >&2; while [ ! -e go ]; do sleep 0.01; done' >out 2>err &
  until grep -q early err; do sleep 0.01; done
  touch go
  wait $!
  grep -F '✓ The worker succeeded' page.html
}

@test 'a run that is interrupted leaves its page' {
  "$MUSTER" run --report page.html -j2 'touch started; sleep 60' ::: 1 2 3 >out 2>err &
  while [[ ! -e started ]]; do sleep 0.01; done
  kill -TERM $!
  wait $! && fail 'it ended well'
  grep -F '✗ Interrupted by signal 15 (Terminated)' page.html
  grep -F 'ended with the run: 2' page.html
}

@test 'a run that is killed leaves the page of the run before' {
  echo before >page.html
  play_unwatched bash -c "\"$MUSTER\" run --report page.html 'touch started; sleep 60' & while [[ ! -e started ]]; do sleep 0.01
    done; kill -KILL \$!; wait \$!"
  equal "$(cat page.html)" before
  equal "$(find . -name '.muster*')" ''
}

@test 'a page that cannot be written is an error before anything is run' {
  for path in missing/page.html .; do
    status=0
    muster run --report "$path" 'touch run' >out 2>err || status=$?
    equal "$status" 125
    grep -F "$path" err
    [[ ! -e run ]]
  done
}

@test 'an interrupted run ends by its signal, whether its page can be written or not' {
  in_mount_namespace '
    mount -t tmpfs -o size=16k tmpfs /mnt
    "$0" run --report /mnt/page.html "kill -INT \$PPID; exec sleep 100" || echo $?' "$MUSTER"
  equal "$(cat out)" 130
  grep -F 'No space left on device' err
}

@test 'two options that name one file are refused' {
  for options in '-o x --report ./x' '--trace x --summary-file x' "--joblog $PWD/x -o x"; do
    # shellcheck disable=SC2086  # words
    muster run $options 'touch run' 2>err && return 1
    grep -E "both name '.*x': give each a file of its own" err
  done
  [[ ! -e run && ! -e x ]]
  muster run --joblog /dev/null --trace /dev/null -o /dev/null 'echo a'
}

@test 'a disk that is full is an error, and leaves what was there' {
  in_mount_namespace '
    mount -t tmpfs -o size=16k tmpfs /mnt
    echo before >/mnt/page.html
    "$0" run --report /mnt/page.html echo records && exit 1
    cat /mnt/page.html; ls -A /mnt' "$MUSTER"
  equal "$status" 0
  equal "$(cat out)" $'records\nbefore\npage.html'
  grep -F 'No space left on device' err
}

@test 'the page of a numeric order shows the values' {
  report_of -n 'seq 0 1000'
  grep -F '1,001 records by value' page.html
  grep -F '<tr><td>0<td>11<td>50<td>250<td>500<td>750<td>949<td>988<td>1000' page.html ||
    fail "$(grep -A2 quantiles page.html)"
  report_of 'echo text'
  equal "$(grep -c 'records by value' page.html)" 0
}

@test 'an order that goes by all workers shows how far some were ahead, and how long they waited' {
  report_of -m -S 2M 'if [ {} = 1 ]; then sleep 0.5; echo 1; else seq -w 2000000; fi' ::: 1 2
  sed -n '/<h3>The furthest ahead/,/<.table>/p' page.html | grep -E '<td>P2<td>2<td>[0-9.]+ [KM]iB<'
  sed -n '/<h3>Those whose pipes waited longest/,/<.table>/p' page.html | grep -F '<td>P2<td>2<td>'
}

@test 'what a worker wrote before its turn is how far it was ahead, in the summary too' {
  cat >worker <<'END'
if [ $1 = 1 ]; then
  while [ ! -e written ]; do sleep 0.01; done
  sleep 0.1
fi
seq ${1}0
touch written
END
  report_of --order=worker --summary-file summary.json sh worker ::: 1 2
  sed -n '/<h3>The furthest ahead/,/<.table>/p' page.html | grep -F '<td>P2<td>2<td>51 B<'
  grep -F 'pipes waited longest' page.html && fail 'no pipe waited'
  grep -E '"worker": 2,[^}]*"ahead_bytes": 51}' summary.json
}

@test 'tries that fail are in the timeline, and a worker has the number of them' {
  report_of --retries 3 --partial 'echo {}; exit {}' ::: 0 1
  equal "$status" 1
  grep -F 'failed, tried again: 2' page.html
  grep -E '<tr id="P2"><td>2<td>1<.*<td>3<td>✗ failed: exited with status 1' page.html
}

@test 'a try that fails is told of by what it wrote to standard error, also if the next succeeds' {
  report_of --retries 2 '[ -e tried ] || { touch tried; echo "no luck" >&2; exit 1; }'
  grep -F '<h2>Tried again</h2>' page.html
  grep -F 'Try 1 of P1' page.html
  grep -F '<bdi>no luck</bdi>' page.html
}

@test 'an empty name is refused' {
  status=0
  muster run --report= true 2>err || status=$?
  equal "$status" 125
  grep -F -- '--report: the name of the file is empty' err
}

@test 'the script is valid' {
  command -v node >/dev/null || skip 'needs node'
  node --check "$BATS_TEST_DIRNAME/../../src/report/page.js"
}

@test 'the page of the reference run draws its steps, in a style that the page allows' {
  muster demo --workers 2 --count 3 --report page.html >out
  text_of page.html >text
  grep -F 'Step by step' text
  local nonce
  nonce=$(grep -Eo "style-src 'nonce-[^']+'" page.html | grep -Eo 'nonce-[^'"']+" | cut -d- -f2-)
  [ -n "$nonce" ]
  sed -n '/<svg[^>]*class="seq"/,/<\/svg>/p' page.html >drawing
  grep -F "<style nonce=\"$nonce\">" drawing
  grep -F 'pipe, fork' drawing
  # What was printed stands there.
  grep -F "$(cat out)" drawing
  run -0 muster run --report page.html true
  run ! grep -F 'Step by step' page.html
}
