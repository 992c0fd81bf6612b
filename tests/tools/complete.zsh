#!/usr/bin/env zsh
# complete.zsh FOLDER LINE: what an interactive zsh that finds completion functions in FOLDER offers
# where LINE ends, a candidate a line. Empty if there is nothing to offer.

emulate -R zsh
zmodload zsh/zpty
folder=$1 line=$2
found=$(mktemp)

zpty shell zsh -f -i
# compadd is where all candidates come by: one that stores them is put before it.
zpty -w shell "PROMPT=; unsetopt zle_bracketed_paste 2> /dev/null; fpath=(${(q)folder} \$fpath)
autoload -Uz compinit && compinit -u -D
zstyle ':completion:*' verbose no
LISTMAX=0
compadd() {
  if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
    local -a __found
    builtin compadd -O __found \"\$@\"
    print -rl -- \$__found >> ${(q)found}
  fi
  builtin compadd \"\$@\"
}
report() { print -r -- '<'reported'>'; BUFFER= }
zle -N report
bindkey '^X' report
print -r -- '<'ready'>'"
zpty -r shell output $'*<ready>*' || exit
zpty -w -n shell "$line"$'\t\x18'
zpty -r shell output $'*<reported>*' || exit
zpty -d shell
sed '/^$/d' $found | sort -u
rm -f $found
