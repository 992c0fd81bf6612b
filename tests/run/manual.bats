#!/usr/bin/env bats

load ../common

: "${MUSTER_SHARE:?set it to the folder of the manuals and completions in the build}"
manuals=$MUSTER_SHARE/man/man1

# options_of COMMAND: the options that its --help lists, letters and names.
options_of() { "$MUSTER" "$1" --help | grep -oE '^  +(-[a-zA-Z0-9]|--[a-z0-9-]+)(, --[a-z0-9-]+)?' | tr -d ,; }

@test "each manual describes every option that --help lists" {
  for command in run sort demo; do
    text=$(groff -t -man -Tascii -P-c "$manuals/muster-$command.1" | sed 's/.\x08//g')
    options=$(options_of "$command")
    [ "$(wc -w <<< "$options")" -ge 7 ]
    for option in $options; do
      grep -qE -- "^ +(-[a-zA-Z0-9], )?$option($|[, =[])" <<< "$text" || {
        echo "muster $command $option is not in the manual"
        return 1
      }
    done
  done
}

@test "the manuals render without a warning" {
  for manual in muster muster-run muster-sort muster-demo; do
    equal "$(groff -t -man -ww -z -Tutf8 "$manuals/$manual.1" 2>&1)" ''
    equal "$(mandoc -T lint -W warning "$manuals/$manual.1" 2>&1)" ''
  done
}

@test "nothing of the templates is left in what is made of them" {
  run grep -rE '@[A-Z]+@' "$MUSTER_SHARE"
  equal "$output" ''
  equal "$(sed -n '/^\.TH/s/.*"\(muster [0-9.]*\)".*/\1/p' "$manuals/muster-run.1")" \
    "$("$MUSTER" --version)"
}

@test "what is installed is where Debian looks for it" {
  cmake --install "$(dirname "$MUSTER_SHARE")" --prefix prefix > /dev/null
  # tests/library/installed is about what is in lib.
  equal "$(cd prefix && find . -path ./lib -prune -o -type f -print | sort)" './bin/muster
./include/muster/muster.h
./include/muster/muster.hpp
./share/bash-completion/completions/muster
./share/fish/vendor_completions.d/muster.fish
./share/man/man1/muster-demo.1
./share/man/man1/muster-run.1
./share/man/man1/muster-sort.1
./share/man/man1/muster.1
./share/muster/summary.schema.json
./share/zsh/vendor-completions/_muster'
  equal "$(cd prefix/lib && find python3 -type f | sort)" "$(cd "$BATS_TEST_DIRNAME/../../python" &&
    find muster -name '*.py' -o -name py.typed | sed 's:^:python3/dist-packages/:' | sort)"
}

@test "what cannot be generated is refused" {
  run --separate-stderr muster --generate nonsense < /dev/null
  equal "$status" 125
  equal "${stderr_lines[0]}" "muster: 'nonsense' cannot be generated"
}
