#!/usr/bin/env bats

load ../common

# What every Debian machine has: 700 KB of text, and the names of 150,000 files.
setup_file() {
  listing=$BATS_FILE_TMPDIR/listing
  status_file=/var/lib/dpkg/status
  export listing status_file
  [[ -r $status_file ]] || skip "no $status_file here"
  find /usr -xdev -printf '%s %T@ %p\n' > "$listing"
}

@test "the texts are there, and long enough to say something" {
  (($(wc -l < "$status_file") > 1000))
  (($(wc -l < "$listing") > 10000))
}

@test "the status of dpkg comes in the same order by every option alone" {
  for option in -b -d -f -g -h -i -M -n -r -s -u -V -z; do
    sort_agrees "$option" "$status_file"
  done
  sort_agrees "$status_file"
}

@test "the status of dpkg comes in the same order by every --sort" {
  for word in general-numeric human-numeric month numeric version; do
    sort_agrees "--sort=$word" "$status_file"
    sort_agrees "--sort=$word" -r -k2 "$status_file"
  done
}

@test "the status of dpkg comes in the same order by one key" {
  for key in 2 2n 3V 2,2 2b,2 1.3b,1.5b 2,2.3 2hr 2g,3 2M 3,2 9 1.999; do
    sort_agrees -k "$key" "$status_file"
  done
}

@test "the status of dpkg comes in the same order by several keys" {
  sort_agrees -k1.2,1.4b -k2r "$status_file"
  sort_agrees -k2,2n -k1,1r -k3V "$status_file"
  sort_agrees -r -k2,2 -k3,3n "$status_file"
  sort_agrees -f -k1,1 -k2,2r -k3 "$status_file"
}

@test "the status of dpkg comes in the same order by fields with a separator" {
  sort_agrees -t: -k2 "$status_file"
  sort_agrees -t: -k2,2V -k1,1r "$status_file"
  sort_agrees -t. -k2n "$status_file"
  sort_agrees -t '\0' -k1,1 "$status_file"
  sort_agrees -t ' ' -k3 -k2 "$status_file"
}

@test "the status of dpkg comes in the same order by options that go together" {
  sort_agrees -s -k1,1 "$status_file"
  sort_agrees -u -k1,1 "$status_file"
  for options in -nu -fu -df -if -bdfir -Vru -gs -hr -Mr -nrs -fus; do
    sort_agrees "$options" "$status_file"
  done
  sort_agrees -b -k2,2n -k1r "$status_file"
}

@test "a listing of files comes in the same order by size" {
  sort_agrees -k1,1n "$listing"
}

@test "a listing of files comes in the same order by time" {
  sort_agrees -k2,2g "$listing"
}

@test "a listing of files comes in the same order by the versions in their names" {
  sort_agrees -k3V "$listing"
}

@test "a listing of files comes in the same order by size, largest first, and name" {
  sort_agrees -k1,1nr -k3,3 "$listing"
}

@test "a listing of files comes in the same order on one thread and on several" {
  sort -k1,1nr -k3,3 "$listing" > expected
  for threads in 1 2 5; do
    muster sort --parallel="$threads" -k1,1nr -k3,3 "$listing" > got
    same_bytes got expected
  done
}
