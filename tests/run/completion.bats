#!/usr/bin/env bats

# What bash, zsh and fish offer where a command line ends. Each shell loads the script that is
# installed for it.

load ../common

: "${MUSTER_SHARE:?set it to the folder of the manuals and completions in the build}"

setup() {
  in_an_empty_folder
  touch 'file one'
  mkdir folder
}

# bash has compopt only while it completes for a person.
in_bash() {
  bash --norc -c '
    compopt() { :; }
    . "$1/bash-completion/completions/muster"
    # bash takes = for a word of its own.
    line=${2//=/ = }
    read -ra COMP_WORDS <<< "$line"
    [[ $line != *" " || $2 == *= ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _muster
    printf "%s\n" "${COMPREPLY[@]}"' bash "$MUSTER_SHARE" "$1"
}

in_zsh() {
  timeout 60 zsh -f "$BATS_TEST_DIRNAME/../tools/complete.zsh" \
    "$MUSTER_SHARE/zsh/vendor-completions" "$1"
}

in_fish() {
  HOME=$PWD/home fish --no-config -c '
    source $argv[1]/fish/vendor_completions.d/muster.fish
    complete -C $argv[2]' "$MUSTER_SHARE" "$1" | cut -f1
}

# Candidates in one form: fish gives --name=value for a value, bash ends a name with =, zsh quotes.
candidates() { "in_$1" "$2" | sed -E 's/^--[a-z-]+=(.)/\1/; s/=$//; s,/$,,; s/\\ / /g; /^$/d' | sort -u | paste -sd'|'; }

# offers LINE CANDIDATES: in every shell.
offers() {
  local shell
  for shell in bash zsh fish; do
    [[ $(candidates "$shell" "$1") == "$2" ]] && continue
    printf '%s, %s\noffers:   %s\nexpected: %s\n' "$shell" "$1" "$(candidates "$shell" "$1")" "$2"
    return 1
  done
}

@test "commands are completed" {
  offers 'muster r' 'run'
  offers 'muster so' 'sort'
}

@test "options are completed by their long names, those of the command only" {
  offers 'muster run --ord' '--order'
  offers 'muster sort --ord' ''
  offers 'muster sort --batch' '--batch-size'
  offers 'muster demo --max' '--max'
}

@test "every option of --help is completed" {
  for command in run sort demo; do
    expected=$("$MUSTER" "$command" --help | sed -nE 's/^ +(-[a-zA-Z0-9], )?(--[a-z0-9-]+).*/\2/p' |
      sort -u | paste -sd'|')
    offers "muster $command --" "$expected"
  done
}

@test "fixed values are completed, after a blank or =" {
  offers 'muster run --order=' 'arrival|ascending|descending|round-robin|worker'
  offers 'muster run --order d' 'descending'
  offers 'muster run -n --order=r' 'round-robin'
  offers 'muster sort --sort=v' 'version'
  offers 'muster sort --check=q' 'quiet'
  offers 'muster run --records=fi' 'fixed:'
}

@test "names of files and folders are completed where an option takes them" {
  offers 'muster run -o fi' 'file one'
  offers 'muster run --output=fi' 'file one'
  offers 'muster sort --files0-from fi' 'file one'
  offers 'muster sort -T fo' 'folder'
}

@test "names of files are completed where operands stand" {
  offers 'muster sort fi' 'file one'
  offers 'muster sort -n --top 3 fi' 'file one'
  offers 'muster run cat ::: fi' 'file one'
  offers 'muster run -j 2 --tagstring x cat fi' 'file one'
}

@test "options are not completed after COMMAND, which has its own" {
  offers 'muster run cat --ord' ''
  offers 'muster run -j 2 cat --ord' ''
}
