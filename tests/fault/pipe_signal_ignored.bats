#!/usr/bin/env bats
load ../common

@test "where SIGPIPE is ignored, a reader that has gone is an error that is told" {
  play_in_shell 'trap "" PIPE
                 "$MUSTER" run --order=arrival yes | head -1; exit "${PIPESTATUS[0]}"'
  ended_with 125
  printed $'y\n'
  said '^muster: .*cannot write the output: Broken pipe'
}

@test "where SIGPIPE is ignored, a worker dies of it all the same" {
  play_in_shell 'trap "" PIPE; "$MUSTER" run "yes | head -1; kill -PIPE \$\$; echo alive"'
  ended_with 1
  said '^muster: P1 .*: killed by signal 13'
}
