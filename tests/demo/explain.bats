#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  "$MUSTER" demo --explain > out 2> story &
  init=$!
  wait "$init"
  # A step a line: what does not fit is told on lines that begin with blanks only.
  sed -E ':a; N; s/\n {31}/ /; ta; P; D' story > steps_with_calls
  sed -E 's/ \([a-z0-9_, ]+\)$//' steps_with_calls > steps
}

# What ROLE tells, without time stamp, role and pid.
told_by() {
  sed -n -E "s/^ *[0-9]+\.[0-9]{3} ms $1 +[0-9]+  //p" steps
}

# tells ROLE REGEX...: ROLE tells all of these, in this order.
tells() {
  local role=$1 line
  shift
  while read -r line; do
    [[ $# -gt 0 && $line =~ $1 ]] && shift
  done < <(told_by "$role")
  [[ $# -eq 0 ]] && return
  printf '%s does not tell, or not in its turn: %s\n' "$role" "$1"
  cat story
  return 1
}

# The pid at the head of ROLE's lines, which must be one and the same.
pid_of() {
  sed -n -E "s/^ *[0-9.]+ ms $1 +([0-9]+)  .*/\1/p" steps | sort -u
}

@test "the story is on stderr and stdout is still exactly the list" {
  equal "$(wc -l < out)" 1
  matches "$(< out)" '^\[[0-9]+, [0-9]+, [0-9]+, [0-9]+\]$'
}

@test "every line has a time, a role, a pid and something to tell" {
  [[ -s story ]]
  equal "$(grep -v -E '^ *[0-9]+\.[0-9]{3} ms (init|Scheduler|P[1-4]) +[0-9]+  [a-z]' steps)" ''
}

@test "init tells its steps in turn" {
  tells init '^starts the Scheduler, pid [0-9]+, ' \
    '^receives the name and attaches [0-9]+ bytes' \
    '^starts P1, pid [0-9]+: ' '^starts P2, ' '^starts P3, ' '^starts P4, ' \
    '^hands slab 0 with [0-9]+ bytes to the Scheduler' \
    '^tells the Scheduler that all workers have ended' \
    '^detaches from the segment' '^learns that 4 records are printed' \
    '^reaps the Scheduler, which exited with status 0' '^leaves: '
  for p in P1 P2 P3 P4; do
    tells init "^starts $p, " "^reads [0-9]+ bytes from $p's pipe into the segment" \
      "^finds the end of $p's pipe" '^hands slab'
    tells init "^starts $p, " "^reaps $p, which exited with status 0" '^hands slab'
  done
}

@test "the Scheduler tells its steps in turn" {
  tells Scheduler '^is ready' '^creates a segment of [0-9]+ bytes (.*): /' \
    "^sends the segment's name to init through a pipe" '^takes [0-9]+ bytes from slab 0' \
    '^puts 4 records in order' '^has printed them: [0-9]+ bytes' '^detaches from the segment' \
    '^unlinks its name: /'
}

@test "with --unlink=early the name goes as soon as init has attached" {
  for when in early late; do
    muster demo --explain --unlink=$when 2>&1 > /dev/null |
      sed -n -E 's/.* Scheduler .*  (unlinks|takes|detaches).*/\1/p' | paste -s -d ' ' > $when
  done
  equal "$(< early)" 'unlinks takes detaches'
  equal "$(< late)" 'takes detaches unlinks'
}

@test "the steps of different processes come in their causal order" {
  sed -E 's/^.* ms +//; s/ +[0-9]+  / /' steps > told
  at() { grep -n -m 1 "^$1" told | cut -d: -f1; }
  (($(at 'Scheduler sends the segment') < $(at 'init receives the name')))
  (($(at 'init receives the name') < $(at 'init starts P1')))
  (($(at 'Scheduler detaches') < $(at 'Scheduler unlinks')))
  (($(at 'init detaches') < $(at 'Scheduler unlinks')))
  (($(at 'init hands slab 0') < $(at 'Scheduler takes')))
  (($(at 'init tells the Scheduler that all') < $(at 'Scheduler puts')))
  (($(at 'Scheduler has printed') < $(at 'init learns')))
  (($(at 'Scheduler detaches') < $(at 'init reaps the Scheduler')))
}

@test "each worker tells the number it draws, and these are the list" {
  for p in P1 P2 P3 P4; do
    tells "$p" '^draws [0-9]+$' '^writes [23] bytes to its pipe$'
    told_by "$p" | sed -n -E 's/^draws ([0-9]+)$/\1/p'
  done | sort -n > draws
  numbers_of "$(< out)" > list
  same_bytes draws list
}

@test "the pids are those of the processes" {
  equal "$(pid_of init)" "$init"
  equal "$(told_by init | sed -n -E 's/^starts the Scheduler, pid ([0-9]+),.*/\1/p')" \
    "$(pid_of Scheduler)"
  for p in P1 P2 P3 P4; do
    equal "$(told_by init | sed -n -E "s/^starts $p, pid ([0-9]+): .*/\1/p")" "$(pid_of "$p")"
  done
  for role in init Scheduler P1 P2 P3 P4; do pid_of "$role"; done > pids
  equal "$(sort -u pids | wc -l)" 6
}

@test "every process of the story is gone when it is told" {
  for role in init Scheduler P1 P2 P3 P4; do
    pid=$(pid_of "$role")
    [[ -n $pid && ! -e /proc/$pid ]]
  done
}

@test "the segment has one name and one size for all, and is unlinked" {
  created=$(told_by Scheduler | sed -n -E 's/^creates a segment of ([0-9]+) bytes .*: (.*)/\2 \1/p')
  attached=$(told_by init | sed -n -E 's/^receives the name and attaches ([0-9]+) bytes$/\1/p')
  matches "$created" '^/.+ [1-9][0-9]*$'
  equal "$attached" "${created#* }"
  name=${created% *}
  if [[ $name == /dev/shm/* ]]; then
    equal "$(told_by Scheduler | sed -n -E 's/^unlinks its name: (.*)/\1/p')" "$name"
  fi
  [[ ! -e $name ]]
}

@test "the bytes that are told add up" {
  written=$(sed -n -E 's/.* writes ([0-9]+) bytes.*/\1/p' steps | paste -s -d +)
  gathered=$(told_by init | sed -n -E 's/^reads ([0-9]+) bytes.*/\1/p' | paste -s -d +)
  handed=$(told_by init | sed -n -E 's/^hands slab 0 with ([0-9]+) bytes.*/\1/p')
  taken=$(told_by Scheduler | sed -n -E 's/^takes ([0-9]+) bytes.*/\1/p')
  equal "$((written))" "$handed"
  equal "$((gathered))" "$handed"
  equal "$taken" "$handed"
  equal "$(told_by Scheduler | sed -n -E 's/^has printed them: ([0-9]+) bytes.*/\1/p')" "$(wc -c < out)"
}

@test "steps are told in the order in which they happened, in all processes" {
  awk '{ print $1 }' steps > stamps
  [[ -s stamps ]]
  sort -n -c stamps
}

@test "what a worker writes is told before init reads it, and its start before that" {
  for p in P1 P2 P3 P4; do
    sed -n -E "s/^.* init +[0-9]+  (starts|reads).* $p('s pipe into.*|, pid.*)$/\1/p;
               s/^.* $p +[0-9]+  writes.*/writes/p" steps | paste -s -d ' '
  done | sort -u > orders
  equal "$(< orders)" 'starts writes reads'
}

@test "no line has more than 79 columns" {
  equal "$(awk 'length > 79' story)" ''
}

# made_by PID CALL: what section 2 of the manual calls CALL, as strace names it.
made_by() {
  local name=$2
  case $name in
    open) name=openat ;;
    pipe) name=pipe2 ;;
    fork) name='(clone|clone3|fork)' ;;
  esac
  grep -q -E "^$1 +$name\(" trace
}

@test "the system calls that are told of are made, by the processes that are told of" {
  needs_strace
  skip_under address 'strace and LeakSanitizer'
  for when in early late; do
    strace -f -qq -o trace "$MUSTER" demo --explain --unlink=$when 2> story > /dev/null
    sed -E ':a; N; s/\n {31}/ /; ta; P; D' story |
      sed -n -E 's/^ *[0-9.]+ ms [^ ]+ +([0-9]+)  .* \(([a-z0-9_, ]+)\)$/\1 \2/p' | tr -d , | sort -u > told
    (($(wc -l < told) >= 12))
    for call in pipe fork vfork execve open fallocate mmap linkat munmap unlink read write wait4; do
      grep -q -w "$call" told
    done
    while read -r pid calls; do
      for call in $calls; do
        made_by "$pid" "$call" || made_by_child "$call" || fail "$pid makes no $call"
      done
    done < told
  done
}

# exec is made by the child, which is the Scheduler then.
made_by_child() {
  [[ $1 == execve ]] && grep -q 'execve("/proc/self/exe"' trace
}

@test "a worker of run is started by other calls than one of demo" {
  muster run --explain true 2>&1 | sed -E ':a; N; s/\n {31}/ /; ta; P; D' > told
  grep -q 'starts P1, pid [0-9]*: true (pipe, vfork, execve)' told
}

@test "roles are colored at a terminal, unless NO_COLOR says no" {
  needs_script
  on_terminal() { script -q -e -c "$1" /dev/null < /dev/null; }
  export TERM=xterm
  on_terminal "$(printf '%q demo --explain' "$MUSTER")" > said
  grep -q $'\x1b\\[36minit  *[0-9]*\x1b\\[0m  starts the Scheduler' said
  grep -q $'\x1b\\[35mScheduler' said
  grep -q $'\x1b\\[32mP1' said
  NO_COLOR=1 on_terminal "$(printf '%q demo --explain' "$MUSTER")" > said
  ! grep $'\x1b' said || false
  TERM=dumb on_terminal "$(printf '%q demo --explain' "$MUSTER")" > said
  ! grep $'\x1b' said || false
  ! grep $'\x1b' story || false
}
