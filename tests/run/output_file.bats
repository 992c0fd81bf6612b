#!/usr/bin/env bats

load ../common

# The folder holds what it should and no temporary file.
holds_only() {
  equal "$(find . -mindepth 1 -printf '%P\n' | sort | paste -s -d ' ')" "$*"
}

@test "-o FILE takes the result, and stdout nothing" {
  run --separate-stderr muster run -o file printf 'b\na\n'
  equal "$status" 0
  equal "$output$stderr" ''
  equal "$(< file)" $'a\nb'
  holds_only file
}

@test "-o replaces FILE, whole, however long it was" {
  seq 1000 > file
  muster run --output=file echo a
  equal "$(< file)" a
  holds_only file
}

@test "an empty result empties FILE" {
  echo old > file
  muster run -o file true
  [[ -e file && ! -s file ]]
}

@test "FILE is kept as it was when a worker fails" {
  echo old > file
  run --separate-stderr muster run -o file ::: 'echo new' 'exit 1'
  equal "$status" 1
  equal "$(< file)" old
  holds_only file
}

@test "no FILE is made when a worker fails" {
  run --separate-stderr muster run -o file ::: 'echo new' 'exit 1'
  equal "$status" 1
  holds_only
}

@test "with --partial FILE is replaced by what ended well" {
  echo old > file
  run --separate-stderr muster run --partial -o file ::: 'echo new' 'echo half; exit 1'
  equal "$status" 1
  equal "$(< file)" new
  holds_only file
}

@test "FILE may be an input" {
  printf '%s\n' 3 1 2 > file
  muster run -o file cat ::: file file
  equal "$(< file)" $'1\n1\n2\n2\n3\n3'
}

@test "who has FILE open goes on reading the old one" {
  echo old > file
  exec 4< file
  muster run -o file echo new
  equal "$(cat <&4)" old
  equal "$(< file)" new
}

@test "a symbolic link stays one, and the file behind it is replaced" {
  mkdir -p sub
  echo old > sub/file
  ln -s sub/file link
  ln -s link link_to_link
  muster run -o link_to_link echo new
  equal "$(readlink link)$(readlink link_to_link)" sub/filelink
  equal "$(< sub/file)" new
  holds_only link link_to_link sub sub/file
}

@test "behind a link that leads to no file yet the file is made" {
  ln -s file link
  muster run -o link echo new
  equal "$(readlink link)" file
  equal "$(< file)" new
}

@test "FILE keeps its mode, and a new one is made by the umask" {
  echo old > file
  chmod 640 file
  umask 027
  muster run -o file echo new
  muster run -o new echo new
  equal "$(stat -c %a file new)" $'640\n640'
  umask 077
  muster run -o secret echo new
  equal "$(stat -c %a secret)" 600
}

@test "FILE in a folder that is not there is a clear error, before anything is run" {
  run --separate-stderr muster run -o nowhere/file touch started
  equal "$status" 125
  equal "$stderr" 'muster: cannot open the output file nowhere/file: No such file or directory'
  holds_only
}

@test "a FILE that is a folder is a clear error" {
  mkdir folder
  run --separate-stderr muster run -o folder touch started
  equal "$status" 125
  equal "$stderr" 'muster: cannot open the output file folder: Is a directory'
  holds_only folder
}

@test "a FILE without a name is a clear error, before anything is run" {
  run --separate-stderr muster run -o '' touch started
  equal "$status" 125
  matches "$stderr" '^muster: '
  holds_only
}

@test "a folder or a FILE that may not be written is a clear error" {
  ((EUID != 0)) || needs_another_user # nothing is forbidden to root
  mkdir -m 777 open
  mkdir -m 755 shut
  echo old > open/shut_file
  chmod 444 open/shut_file
  ((EUID == 0)) || chmod 555 shut

  run --separate-stderr "${nobody[@]}" "$MUSTER" run -o open/file echo a
  equal "$status$stderr" 0
  run --separate-stderr "${nobody[@]}" "$MUSTER" run -o shut/file echo a
  equal "$status" 125
  equal "$stderr" 'muster: cannot open the output file shut/file: Permission denied'
  run --separate-stderr "${nobody[@]}" "$MUSTER" run -o open/shut_file echo a
  equal "$status" 125
  equal "$stderr" 'muster: cannot open the output file open/shut_file: Permission denied'
  equal "$(< open/shut_file)" old
  chmod 755 shut
}

@test "/dev/null is written to, not replaced" {
  muster run -o /dev/null 'touch started; echo a'
  [[ -e started ]]
  [[ -c /dev/null ]]
}

@test "a FIFO is written to, not replaced" {
  mkfifo fifo
  timeout 30 cat fifo > got &
  muster run -o fifo printf 'b\na\n'
  wait $!
  equal "$(< got)" $'a\nb'
  [[ -p fifo ]]
}

@test "a device that is full is a clear error" {
  run --separate-stderr muster run -o /dev/full echo a
  equal "$status" 125
  matches "$stderr" '^muster: .*: No space left on device$'
}

# needs_lists: skips where files have no access control lists.
needs_lists() {
  command -v setfacl > /dev/null || skip 'setfacl is not installed'
  touch probe
  setfacl -m u:65534:r probe 2> /dev/null || skip 'files have no access control lists here'
  rm probe
}

@test "-o to the name of a descriptor writes to that descriptor, behind what is there" {
  ln -s /dev/stdout link
  ln -s link link_to_link
  for name in /dev/stdout /dev/fd/1 /proc/self/fd/1 link link_to_link; do
    for call in "run -o $name 'printf \"b\na\n\"'" "sort -o $name in"; do
      printf 'b\na\n' > in
      echo old > out
      { echo before; bash -c "\"\$MUSTER\" $call"; echo after; } >> out
      equal "$(< out)" $'old\nbefore\na\nb\nafter'
      { echo before; bash -c "\"\$MUSTER\" $call"; echo after; } > out
      equal "$(< out)" $'before\na\nb\nafter'
    done
  done
  holds_only in link link_to_link out
}

@test "so it does to any descriptor that muster was given" {
  muster run -o /dev/fd/7 'echo a' 7> seven
  muster run -o /dev/stderr 'echo b' 2> error
  muster sort -o /proc/self/fd/3 seven error 3> three
  equal "$(< seven)$(< error)" ab
  equal "$(< three)" $'a\nb'
  holds_only error seven three
}

@test "a descriptor that is closed, or not to be written to, is a clear error before anything is run" {
  for redirection in '/dev/stdout >&-' '/dev/stderr 2>&-' '/dev/fd/7 7>&-' '/dev/fd/4 4>&-' \
    '/dev/stdin </dev/null' '/dev/fd/5 5</dev/null'; do
    name=${redirection%% *}
    run --separate-stderr bash -c "\"\$MUSTER\" run -o $redirection touch started"
    equal "$status" 125
    [[ $name == /dev/stderr ]] || equal "$stderr" "muster: cannot open the output file $name: Bad file descriptor"
    run --separate-stderr bash -c "\"\$MUSTER\" sort /dev/null -o $redirection"
    equal "$status" 2
    [[ $name == /dev/stderr ]] || equal "$stderr" "muster: open failed: $name: Bad file descriptor"
  done
  holds_only
}

@test "a link to an unlinked file, which has no name to be replaced under, is a clear error" {
  exec 5> gone
  rm gone
  ln -s "/proc/$BASHPID/fd/5" link
  run --separate-stderr muster run -o link touch started
  equal "$status" 125
  matches "$stderr" '^muster: cannot open the output file link: it leads to a file that has no name'
  holds_only link
}

@test "links that lead in a circle are a clear error" {
  ln -s b a
  ln -s a b
  run --separate-stderr muster run -o a touch started
  equal "$status" 125
  equal "$stderr" 'muster: cannot open the output file a: Too many levels of symbolic links'
  holds_only a b
}

@test "a link that the kernel does not follow is an error, and the file that it leads to is kept" {
  needs_root
  [[ $(< /proc/sys/fs/protected_symlinks) == 1 ]] || skip 'fs.protected_symlinks is off'
  echo old > file
  mkdir -m 1777 shared
  ln -s "$PWD/file" shared/link
  ln -s "$PWD/new" shared/dangling
  ln -s /dev/stdout shared/stdout
  chown -h 65534 shared/*
  ln -s shared/link link
  for name in shared/link shared/dangling shared/stdout link; do
    run --separate-stderr muster run -o "$name" touch started
    equal "$status" 125
    equal "$stderr" "muster: cannot open the output file $name: Permission denied"
    run --separate-stderr muster sort -o "$name" /dev/null
    equal "$status" 2
    equal "$stderr" "muster: open failed: $name: Permission denied"
  done
  equal "$(< file)" old
  [[ ! -e new ]]
}

@test "links are judged as if they were protected where that cannot be known" {
  needs_root
  skip_under address 'strace keeps it from looking for leaks'
  needs_strace
  mkdir -m 1777 shared
  ln -s "$PWD/new" shared/foreign
  ln -s "$PWD/own_new" shared/own
  chown -h 65534 shared/foreign
  unprotected() { strace -qq -o trace -P /proc/sys/fs/protected_symlinks -e inject=openat:error=EACCES "$MUSTER" sort "$@"; }
  run --separate-stderr unprotected -o shared/foreign /dev/null
  equal "$status" 2
  equal "$stderr" 'muster: open failed: shared/foreign: Permission denied'
  unprotected -o shared/own /dev/null
  [[ ! -e new && -e own_new ]]
}

@test "an error in looking at FILE is not taken for no FILE" {
  needs_strace
  skip_under address 'strace keeps it from looking for leaks'
  echo old > file
  ln -s file link
  for name in file link; do
    run --separate-stderr strace -qq -o trace -P "$PWD/file" -P "$PWD/link" \
      -e inject=openat,newfstatat,stat:error=EACCES "$MUSTER" sort -o "$PWD/$name" /dev/null
    equal "$status" 2
    equal "${stderr_lines[-1]}" "muster: open failed: $PWD/$name: Permission denied"  # strace speaks first
  done
  equal "$(< file)" old
}

@test "FILE keeps its access control list, and its extended attributes" {
  needs_lists
  echo old > file
  chmod 640 file
  setfacl -m u:65534:rw,g::-,m:rw file
  setfattr -n user.origin -v here file 2> /dev/null || true
  getfacl -p file > expected
  getfattr -d -m - file 2> /dev/null > expected_attributes || true
  muster run -o file echo new
  equal "$(< file)" new
  getfacl -p file > got
  getfattr -d -m - file 2> /dev/null > got_attributes || true
  same_bytes got expected
  same_bytes got_attributes expected_attributes
}

@test "the default list of its folder gives nobody a right to a FILE that had none" {
  needs_lists
  echo old > file
  chmod 640 file
  getfacl -p file > expected
  setfacl -d -m u:65534:rw,g:65534:rw .
  muster run -o file echo new
  getfacl -p file > got
  same_bytes got expected
  # A new one is as the folder wants it.
  muster run -o new echo new
  touch touched
  equal "$(getfacl -pc new)" "$(getfacl -pc touched)"
}

@test "a list that cannot be kept is a clear error, and FILE stays as it is" {
  needs_lists
  mkdir -m 777 open
  echo old > open/file
  chmod 660 open/file
  setfacl -m u:65534:rw open/file
  needs_another_user
  run --separate-stderr "${nobody[@]}" "$MUSTER" run -o open/file touch started
  equal "$status" 125
  matches "$stderr" '^muster: cannot open the output file open/file: its access control list cannot be kept: '
  [[ ! -e started ]]
  equal "$(find open -type f)$(< open/file)" open/fileold
}

@test "nobody gains by a FILE whose owner and group cannot be kept" {
  needs_another_user
  mkdir -m 777 open
  # The old group is among the others now: they get no more than it had, and the new group nothing.
  for modes in 0666:606 0646:604 0606:600 4666:606 0662:602; do
    rm -f open/file
    echo old > open/file
    chmod "${modes%:*}" open/file
    run --separate-stderr "${nobody[@]}" "$MUSTER" run -o open/file echo new
    equal "$status$stderr" 0
    equal "$(stat -c %a open/file)" "${modes#*:}"
  done
}
