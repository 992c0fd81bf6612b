#!/usr/bin/env bats

load ../common

# options_of COMMAND: the long options that its --help lists.
options_of() { "$MUSTER" "$1" --help | sed -nE 's/^ +(-[a-zA-Z], )?(--[a-z0-9-]+).*/\2/p'; }

@test "the manual describes every option that --help lists" {
  manual=$(sed 's/\\-/-/g' "$BATS_TEST_DIRNAME/../../docs/muster.1")
  for command in run sort demo; do
    options=$(options_of "$command")
    [ "$(wc -w <<< "$options")" -ge 7 ]
    for option in $options; do
      grep -qE -- "^\.BR? .*$option( |\[|=|\$)" <<< "$manual" || {
        echo "muster $command $option is not in the manual"
        return 1
      }
    done
  done
}
