#!/usr/bin/env bats

load common

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
  cp "$MUSTER" muster_copy
  as=()
  # Nothing is forbidden to root.
  if ((EUID == 0)); then as=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all); fi
  mkdir -m 777 open
  mkdir -m 755 shut
  echo old > open/shut_file
  chmod 444 open/shut_file
  ((EUID == 0)) || chmod 555 shut

  run --separate-stderr "${as[@]}" ./muster_copy run -o open/file echo a
  equal "$status$stderr" 0
  run --separate-stderr "${as[@]}" ./muster_copy run -o shut/file echo a
  equal "$status" 125
  equal "$stderr" 'muster: cannot open the output file shut/file: Permission denied'
  run --separate-stderr "${as[@]}" ./muster_copy run -o open/shut_file echo a
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
