#!/usr/bin/env bats

load ../common

setup() {
  in_an_empty_folder
  logs=(/usr/share/doc/*/changelog.Debian.gz)
  [[ -e ${logs[0]} ]] || skip 'no changelogs are installed here'
}

@test "the changelogs of all packages, by line, are what zcat | sort gives" {
  ours=$(muster run 'zcat {}' ::: "${logs[@]}" | sha256sum)
  theirs=$(zcat "${logs[@]}" | LC_ALL=C sort | sha256sum)
  equal "$ours" "$theirs"
  [[ $ours != "$(sha256sum < /dev/null)" ]]
}

@test "all numbers in them are what sort -n gives of the same programs' output" {
  ours=$(muster run -n 'zcat {} | tr -cs 0-9 "\n"' ::: "${logs[@]}" | sha256sum)
  # One tr a file: a single tr behind all of them would squeeze the end of one file and the
  # beginning of the next into one newline, and so write an empty line less for each.
  theirs=$(for log in "${logs[@]}"; do
    zcat "$log" | tr -cs 0-9 '\n'
  done | LC_ALL=C sort -n | sha256sum)
  equal "$ours" "$theirs"
  [[ $ours != "$(sha256sum < /dev/null)" ]]
}

@test "all numbers but empty lines are what zcat | tr | sort -n gives" {
  ours=$(muster run -n 'zcat {} | tr -cs 0-9 "\n" | grep .' ::: "${logs[@]}" | sha256sum)
  theirs=$(zcat "${logs[@]}" | tr -cs 0-9 '\n' | grep . | LC_ALL=C sort -n | sha256sum)
  equal "$ours" "$theirs"
}
