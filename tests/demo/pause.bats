#!/usr/bin/env bats

# `demo --pause`: Enter is pressed by writing lines into a FIFO, which stays open.

load ../common

# begin OPTION...: a demo that pauses, in the background, its stdout in the file out and its story in err.
begin() {
  rm -f keys
  : > err
  mkfifo keys
  exec 7<>keys
  # A shell has SIGINT ignored in what it runs in the background.
  env --default-signal=INT,QUIT "$MUSTER" demo --pause "$@" < keys > out 2> err 3>&- 7>&- &
  init=$!
  is_at 1
}

# Counts in $steps the steps that have been told so far; $last is the last of them, on one line.
look() {
  local line lines
  steps=0 last=
  mapfile -t lines < err
  for line in "${lines[@]}"; do
    if [[ $line =~ ^\ *[0-9]+\.[0-9]{3}\ ms\  ]]; then
      steps=$((steps + 1))
      last=$line
    else
      last+=" ${line#"${line%%[![:blank:]]*}"}"
    fi
  done
}

# is_at N: waits until step N has been told.
is_at() {
  local i
  for ((i = 0; i < 1000; i++)); do
    look
    ((steps < $1)) || break
    sleep 0.01
  done
  equal "$steps" "$1"
}

enter() {
  echo >&7
  is_at $((steps + 1))
}

# go_to REGEX: presses Enter until a step is told that is like that.
go_to() {
  until [[ $last =~ $1 ]]; do
    enter
  done
}

# Presses Enter until the end.
go_on() {
  yes '' >&7 &
  local typist=$!
  status=0
  wait "$init" || status=$?
  kill "$typist"
  wait "$typist" || :
  look
}

state_of() {
  sed -E 's/^.*\) (.).*/\1/' "/proc/$1/stat"
}

pid_of() {
  sed -n -E "s/^ *[0-9.]+ ms init .* starts (the )?$1, pid ([0-9]+).*/\2/p" err
}

# Who has mapped the segment $name. (The Scheduler has mapped it before it had a name.)
attached() {
  local inode
  inode=$(stat -c %i "$name")
  for role in init Scheduler; do
    pid=$init
    [[ $role == init ]] || pid=$(pid_of Scheduler)
    ! grep -q " $inode */dev/shm/" "/proc/$pid/maps" || echo "$role"
  done | paste -s -d ' '
}

@test "the story of a demo that pauses is that of one that does not" {
  begin --random-seed 7
  go_on
  ended_with 0
  equal "$(< out)" '[4, 10, 11, 15]'
  pid=$init
  grep -q " init  *$pid  leaves: " err
  muster demo --explain --random-seed 7 2> told > /dev/null
  # The order is that of another execution, so the steps are compared as a set.
  for story in err told; do
    sed -E 's/^[^m]* ms +//; s/ +[0-9]+  / /; s/pid [0-9]+/pid/; s/muster-[0-9a-f]+/muster/' "$story" | sort > "$story.steps"
  done
  diff err.steps told.steps
}

@test "a step is told once, and nothing else before Enter" {
  begin
  for number in 1 2 3 4 5; do
    sleep 0.3
    look
    equal "$steps" "$number"
    enter
  done
  go_on
  ended_with 0
}

@test "at its step, the segment is in /dev/shm, and mapped by those who are attached" {
  begin
  go_to 'creates a segment'
  name=$(grep -o '/dev/shm/muster-[0-9a-f]*' err)
  [[ -f $name ]]
  equal "$(attached)" Scheduler
  go_to 'init .* attaches'
  equal "$(attached)" 'init Scheduler'
  go_to 'init .* detaches'
  equal "$(attached)" Scheduler
  go_to 'Scheduler .* detaches'
  equal "$(attached)" ''
  [[ -f $name ]]
  enter
  matches "$last" "unlinks its name: $name"
  [[ -f $name ]] # until Enter is pressed
  enter
  [[ ! -e $name ]]
  go_on
  ended_with 0
}

@test "a worker that has taken a step is there until Enter is pressed, and what it writes is not" {
  begin
  go_to ' P[1-4] .* draws'
  [[ $last =~ P[1-4] ]]
  worker=${BASH_REMATCH[0]}
  equal "$(state_of "$(pid_of "$worker")")" S
  go_to " $worker .* writes"
  equal "$(state_of "$(pid_of "$worker")")" S
  sleep 0.3
  look
  matches "$last" " $worker .* writes" # init has not read it
  go_to "init .* reads .* from $worker's pipe"
  go_to "reaps $worker"
  [[ ! -e /proc/$(pid_of "$worker") ]]
  go_on
  ended_with 0
}

@test "without input, and where it ends, the rest is told without pauses" {
  play "$MUSTER" demo --pause < /dev/null
  ended_with 0
  said 'leaves: '
  play "$MUSTER" demo --pause <&-
  ended_with 0
  said 'leaves: '
  printf '\n\n\n' > three
  play "$MUSTER" demo --pause < three
  ended_with 0
  said 'leaves: '
}

@test "no more is read than a line for each step" {
  seq 1000 > lines
  {
    muster demo --pause 2> err > out
    read -r next
  } < lines
  look
  equal "$next" $((steps + 1))
}

@test "a signal ends a paused run, and nothing is left" {
  local pauses=('creates a segment' 'starts P3' ' P2 .* draws' 'puts 4 records')
  local signals=(INT TERM QUIT INT)
  for i in "${!pauses[@]}"; do
    begin
    go_to "${pauses[i]}"
    kill "-${signals[i]}" "$init"
    status=0
    wait "$init" || status=$?
    died_of "${signals[i]}"
    # What is told without pauses is told in its order again: nobody acts once it has been reaped.
    equal "$(awk '$3 == "init" && $5 == "reaps" { is_reaped[$6] = 1 } is_reaped[$3 ","]' err)" ''
    for role in Scheduler P1 P2 P3 P4; do
      pid=$(pid_of $role)
      [[ -z $pid || ! -e /proc/$pid ]]
    done
    no_segment_is_left
  done
}

@test "a signal at the step before the name goes takes it away, too" {
  begin
  go_to 'Scheduler .* unlinks'
  kill -INT "$init"
  status=0
  wait "$init" || status=$?
  ended_with 0 # the list has been printed
  no_segment_is_left
}

# is_gone ROLE: the process, within some time.
is_gone() {
  local pid
  pid=$(pid_of "$1")
  for _ in {1..1000}; do
    [[ -n $pid && -e /proc/$pid ]] || return 0
    sleep 0.01
  done
  fail "$1 is left"
}

@test "nothing is left, though the name goes late, if init or the Scheduler is killed at a step" {
  begin
  go_on
  count=$steps
  for ((number = 2; number < count; number += 3)); do
    begin
    printf '\n%.0s' $(seq 2 "$number") >&7
    is_at "$number"
    if ((number % 2 == 0)); then
      kill -KILL "$init"
      status=0
      wait "$init" || status=$?
      died_of KILL
    else
      pid=$(pid_of Scheduler)
      kill -KILL "$pid" || : # it has been reaped
      go_on
      ((status == 0 || status == 125))
    fi
    for role in Scheduler P1 P2 P3 P4; do
      is_gone $role
    done
    no_segment_is_left
  done
}

@test "only with the late unlinking a name remains when init and the Scheduler are both killed" {
  # In a /dev/shm of its own: any other run would sweep it.
  cat > both_killed <<'EOF'
mount -t tmpfs tmpfs /dev/shm
: > story
mkfifo keys
exec 7<>keys
"$1" demo --pause "--unlink=$2" < keys 2> story &
told=0
until grep -q 'reads' story; do
  until [ "$(grep -c ' ms ' story)" -gt "$told" ]; do sleep 0.01; done
  told=$(grep -c ' ms ' story) || :
  echo >&7
done
# The Scheduler first: it would clean up after init, and init, which pauses, does not notice.
scheduler=$(sed -n 's/.*starts the Scheduler, pid \([0-9]*\).*/\1/p' story)
kill -KILL "$scheduler" $!
wait || :
# It has its lock until it is gone.
while grep -q -s '^State:.[^ZX]' "/proc/$scheduler/status"; do sleep 0.01; done
ls /dev/shm
"$1" demo >&2
ls /dev/shm
EOF
  in_mount_namespace --patient "$(< both_killed)" - "$MUSTER" early
  ended_with 0
  printed ''
  rm keys
  in_mount_namespace --patient "$(< both_killed)" - "$MUSTER" late
  ended_with 0
  matches "$(< out)" '^muster-[0-9a-f]{32}$'
}
