#!/usr/bin/env bats
# Options for programs that start muster: a plan from a descriptor, the status to another, and an end
# when the host has gone (docs/protocol.md).

load ../common

# plan WORD...: as a plan has them.
plan() {
  printf 'muster-plan 1 %d\0' $#
  (($# == 0)) || printf '%s\0' "$@"
}

# of EVENT FIELD: from the lines in the file status, one value a line; texts as they stand in JSON.
of() {
  sed -nE "/^\{\"event\": \"$1\"/s/.*\"$2\": (\"(([^\"\\]|\\\\.)*)\"|(\[.*\])|([^,}]*)).*/\2\4\5/p" status
}

# events: of all lines, which have to be JSON.
events() {
  python3 -c 'import json; print(*[json.loads(line)["event"] for line in open("status")])'
}

@test "a plan is read from a descriptor, and its run is that of the command line" {
  plan -n --tag 'seq {}; echo 2' ::: 3 5 >given
  muster run -n --tag 'seq {}; echo 2' ::: 3 5 >expected
  muster run --plan-fd 5 5<given >got
  same_bytes got expected
  plan -n --tag 'seq {}; echo 2' ::: 3 5 | muster run --plan-fd 0 >got
  same_bytes got expected
}

@test "inputs of a plan may hold newlines, and be more than a command line takes" {
  seq 300000 | tr '\n' '\0' >many
  { printf 'muster-plan 1 300005\0--dry-run\0-n\0echo\0:::\0a\nb\0' && cat many; } >given
  muster run --plan-fd 5 5<given >got
  equal "$(tail -n1 got)" 'echo 300000'
  equal "$(wc -l <got)" 300002 # one has a newline
}

@test "the status begins with hello and ends with the end, which counts what was written" {
  muster run -n --status-fd 5 ::: 'seq 10' 'seq 3' 5>status >out
  equal "$(events)" 'hello end'
  equal "$(of hello protocol)" 1
  equal "muster $(of hello muster)" "$(muster --version)"
  equal "$(of end exit_status) $(of end signal) $(of end reason)" '0 null all_is_done'
  equal "$(of end records) $(of end bytes) $(of end lost)" "13 $(wc -c <out) 0"
}

@test "a failure has its worker, command, cause and last words, and stderr has only these" {
  run --separate-stderr muster run --status-fd 5 \
    'echo out; printf "one\ntwo \\377\n" >&2; exit {}' ::: 7 5>status
  equal "$status" 1
  equal "$output" ''
  equal "${stderr_lines[0]} ${#stderr_lines[@]}" 'one 2'
  equal "$(events)" 'hello failed end'
  equal "$(of failed worker) $(of failed try)" '1 1'
  equal "$(of failed cause) $(of failed exit_status)" 'exit_status 7'
  matches "$(of failed command)" 'exit 7'
  matches "$(of failed text)" '^P1 \(pid [0-9]+, .*\): exited with status 7$'
  equal "$(of failed stderr)" '["one", "two \udcff"]'
  equal "$(of end exit_status) $(of end reason) $(of end records)" '1 jobs_failed null'
}

@test "causes have words of their own, and what is known of them" {
  while IFS='|' read -r expected fields line; do
    # shellcheck disable=SC2086  # options
    muster run --status-fd 5 $line 5>status >out 2>err </dev/null && fail "it succeeded: $line"
    got=$(of failed cause)
    for field in $fields; do got+=" $(of failed "$field")"; done
    equal "$got" "$expected"
  done <<'END'
signal 9|signal|::: kill${IFS}-9${IFS}$$
cannot_run 2|errno|./missing x
timed_out||--timeout=0.1 sleep 50
record_out_of_order 3|record|-m ::: seq${IFS}10${IFS}-1${IFS}1
record_torn 3|bytes|--records=u64 ::: printf${IFS}123
END
}

@test "--status-workers tells each start, try and end" {
  muster run --status-fd 5 --status-workers --retries 2 '[ -e {} ] || { touch {}; exit 3; }' ::: a \
    5>status >out
  equal "$(events)" 'hello started retried started succeeded end'
  equal "$(of started try)" $'1\n2'
  equal "$(of retried exit_status)" 3
}

@test "a plan that is none, or of another version, is refused, and the status says so" {
  while IFS='|' read -r expected bytes; do
    run --separate-stderr muster run --plan-fd 0 --status-fd 5 5>status < <(printf "%b" "$bytes")
    equal "$status" 125
    equal "$stderr" ''
    equal "$(events)" 'hello error end'
    matches "$(of error text)" "$expected"
    equal "$(of end exit_status) $(of end reason)" '125 null'
  done <<'END'
no plan: it is of version 2, not 1|muster-plan 2 0\0
no plan: it is cut short|muster-plan 1 2\0-n\0
no plan: it does not begin as a plan|seq 3\n
no plan: there are bytes after its end|muster-plan 1 0\0x
no COMMAND|muster-plan 1 0\0
option '--frob' does not exist|muster-plan 1 1\0--frob\0
cannot be used in a plan|muster-plan 1 2\0--status-fd=1\0true\0
-m can only be used with|muster-plan 1 3\0-m\0--order=arrival\0true\0
END
}

@test "descriptors that muster was not given, and options without their partners, are refused" {
  is_refused "--status-fd: descriptor 77 was not given" run --status-fd 77 true
  is_refused "--host-fd: descriptor 78 was not given" run --host-fd 78 true
  is_refused '--status-workers can only be used with' run --status-workers true
  is_refused '--plan-fd cannot be used with COMMAND' run --plan-fd 0 true
  is_refused '--plan-fd cannot be used with .*other options' run --plan-fd 0 --dry-run
}

@test "workers have none of these descriptors" {
  mkfifo host
  exec 9<>host # so that it does not hang up
  plan 'ls /proc/self/fd | wc -l' >given
  muster run 'ls /proc/self/fd | wc -l' >expected
  muster run --plan-fd 5 --status-fd 6 --host-fd 7 5<given 6>status 7<host >got
  same_bytes got expected
}

@test "a status that nobody reads keeps no run waiting, and does not end it" {
  muster run -n --status-fd 5 --status-workers echo ::: {1..500} 5> >(:) >out
  equal "$(wc -l <out)" 500
}

@test "a slow reader gets every line" {
  mkfifo pipe
  { sleep 1 && cat; } <pipe >status &
  muster run -n -j8 --status-fd 5 --status-workers echo ::: {1..1000} 5>pipe >out
  wait
  equal "$(wc -l <status)" 2002
  equal "$(of end lost)" 0
}

@test "the run ends when a descriptor of the host hangs up, and leaves nothing" {
  mkfifo host
  { sleep 0.5; } >host &
  play "$MUSTER" run --host-fd 5 --status-fd 6 'sleep 300 & sleep 300' 5<host 6>status
  died_of TERM
  equal "$(of end signal) $(of end reason)" '15 interrupted'
}

@test "the run ends when its host is killed, though a child of the host lives on" {
  timeout 60 python3 - "$MUSTER" <<'END'
import ctypes, os, signal, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1)  # a subreaper: all that is left comes to this process
host = os.fork()
if host == 0:
    if os.fork() == 0:
        time.sleep(1000)  # holds all that the host held
    me = os.pidfd_open(os.getpid())
    subprocess.Popen([sys.argv[1], "run", "--host-fd", str(me), "touch started; sleep 300"], pass_fds=[me])
    time.sleep(300)
while not os.path.exists("started"):
    time.sleep(0.01)
os.kill(host, signal.SIGKILL)
statuses = {}
while len(statuses) < 2:  # the host and muster; the other child lives
    pid, status = os.wait()
    statuses[pid] = os.waitstatus_to_exitcode(status)
assert sorted(statuses.values()) == [-signal.SIGTERM, -signal.SIGKILL], statuses
children = f"/proc/self/task/{os.getpid()}/children"
other, = map(int, open(children).read().split())
os.kill(other, signal.SIGKILL)
END
}

@test "a report that cannot be written is told, and the end says so" {
  run ! muster run --summary-file /dev/full --status-fd 5 'echo a' 5>status 2>err
  equal "$(events)" 'hello error end'
  matches "$(of error text)" 'cannot write the summary /dev/full'
  equal "$(of end exit_status) $(of end reason) $(of end records)" '125 all_is_done 1'
  muster run --summary-file /dev/full --status-fd 5 'kill -INT $PPID; exec sleep 100' 5>status 2>err || true
  equal "$(events)" 'hello error end'
  equal "$(of end exit_status) $(of end signal)" 'null 2'
  equal "$(cat err)" ''
}

@test "a failure with a command of a megabyte is told" {
  long=$(printf '%0100000d' 0)
  run ! muster run --status-fd 5 false "$long" "$long" "$long" "$long" "$long" "$long" "$long" "$long" "$long" "$long" "$long" \
    5>status
  equal "$(events)" 'hello failed end'
  equal "$(of end failures) $(of end lost)" '1 0'
}
