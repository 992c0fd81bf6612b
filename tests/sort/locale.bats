#!/usr/bin/env bats

load ../common

# The locales that the tests need, made once: the machine may have none. sort finds them too.
setup_file() {
  export LOCPATH=$BATS_FILE_TMPDIR
  localedef -i en_US -f UTF-8 "$LOCPATH/en_US.UTF-8"
  localedef -i de_DE -f UTF-8 "$LOCPATH/de_DE.UTF-8"
  localedef -i hu_HU -f UTF-8 "$LOCPATH/hu_HU.UTF-8"
}

# Words with accents, cases and punctuation, with blanks, and many of them more than once.
setup() {
  in_an_empty_folder
  awk 'BEGIN {
    srand(7)
    count = split("a A b B e E é É ä Ä ae z Z cote côte coté cs Cs dzs ß ss ñ 日本 1 10 2 007 7 - _ . 😀", part, " ")
    for (i = 1; i <= 4000; ++i) {
      word = ""
      for (j = int(rand() * 4); j >= 0; --j)
        word = word part[1 + int(rand() * count)] substr("  \t-", 1 + rand() * 8, 1)
      print word
    }
    print ""
  }' > words
}

# Of the locale only the collation, which is what --locale is about, and what characters are.
in_locale() {
  LC_ALL='' LC_COLLATE=$1 LC_CTYPE=$1 "${@:2}"
}

# agrees LOCALE OPTION...: muster sort --locale prints what sort does in that locale.
agrees() {
  in_locale "$1" sort "${@:2}" > expected
  in_locale "$1" muster sort --locale "${@:2}" > got
  cmp got expected && return
  printf 'arguments: %s\n' "$*"
  return 1
}

@test "the words come in another order in every locale" {
  for locale in C en_US.UTF-8 hu_HU.UTF-8; do
    in_locale "$locale" sort words | md5sum
  done | sort -u > orders
  equal "$(wc -l < orders)" 3
}

@test "--locale gives sort's order in that locale, whatever the options" {
  local locale options
  for locale in en_US.UTF-8 de_DE.UTF-8 hu_HU.UTF-8 C.UTF-8 C; do
    for options in '' -r -s -u -f -d -i -b '-f -u' '-f -s' '-f -r' '-d -f' '-r -u' '-r -s' \
      -k2 '-k2 -s' '-k2 -u' '-k1,1r -k2' '-k2f,2 -u' '-t- -k2,2' '-t- -k2.2,2 -r' \
      -n '-n -s' '-k1,1n -k2' -V -M '-k2M -u'; do
      # shellcheck disable=SC2086  # several words, or none
      agrees "$locale" $options words
    done
  done
}

@test "a text with NULs is several texts, compared one after the other" {
  local options
  tr '\t-' '\0' < words > nuls
  printf 'cs\ncs\0\ncs\0\0\n\0cs\n\0\n\n' >> nuls
  for options in '' -r -u -f '-k2 -u' -s; do
    # shellcheck disable=SC2086
    agrees en_US.UTF-8 $options nuls
  done
}

@test "with -z newlines are as good as other bytes" {
  tr '\n-' '\0\n' < words > nuls
  agrees en_US.UTF-8 -z nuls
  agrees en_US.UTF-8 -z -k2 -u nuls
}

@test "a long line is collated to its end" {
  {
    head -c 300000 /dev/zero | tr '\0' x
    echo é
    head -c 300000 /dev/zero | tr '\0' x
    echo F
    head -c 300000 /dev/zero | tr '\0' x
    echo e
  } > long
  agrees en_US.UTF-8 long
}

@test "runs on disk are in the same order" {
  local options
  for i in {1..20}; do sed "s/^/$((i % 3)) /; s/\$/ and more of it $i/" words; done > many
  for options in '' -r '-f -k2,2' '-k2,2 -s' '-k2,2 -u'; do
    # shellcheck disable=SC2086
    agrees en_US.UTF-8 -S 64K $options many
  done
}

@test "-c goes by the locale too" {
  in_locale en_US.UTF-8 sort words > ordered
  in_locale en_US.UTF-8 muster sort --locale -c ordered
  run -1 --separate-stderr in_locale en_US.UTF-8 muster sort -c ordered
  run -1 --separate-stderr in_locale en_US.UTF-8 muster sort --locale -c words
  run -1 --separate-stderr in_locale en_US.UTF-8 muster sort --locale -c -u ordered
}

# sort's words but for the quotes, which are the locale's there and always straight here.
@test "--debug underlines characters, as sort does in that locale" {
  local locale options
  { head -n 40 words; printf 'a é\tb\n日本 x\n\xff\xfe q\xc3\n\a\u200b.\0 Z\n'; } > some
  for locale in en_US.UTF-8 C.UTF-8 C; do
    for options in '' -s -u -r '-f -r' -k2 '-k2,2 -s' '-k2r -k1.2,1' -k1,1n '-t. -k1n' -d -V; do
      # shellcheck disable=SC2086
      in_locale "$locale" sort --debug $options some 2>&1 | sed "s/^sort:/muster:/; s/‘/'/g; s/’/'/g" > expected
      # shellcheck disable=SC2086
      in_locale "$locale" muster sort --debug --locale $options some > got 2>&1
      cmp got expected || { printf '%s %s\n' "$locale" "$options"; return 1; }
    done
  done
}

@test "-R keeps texts together that collate the same" {
  # This locale takes all cases of a letter for one.
  cat > folding <<'LOCALE'
LC_CTYPE
copy "en_US"
END LC_CTYPE
LC_COLLATE
order_start forward
<U0061> <U0061>
<U0041> <U0061>
<U0062> <U0062>
<U0042> <U0062>
order_end
END LC_COLLATE
LOCALE
  localedef --force -i folding -f UTF-8 "$LOCPATH/folding" 2> warnings || true
  printf '%s\n' a B A b a b B A > letters
  in_locale folding muster sort --locale -R -s letters > got
  [[ $(tr -d '\n' < got) == @(aAaABbbB|BbbBaAaA) ]]
  in_locale folding muster sort --locale letters > got
  equal "$(tr -d '\n' < got)" aAaABbbB
  in_locale folding muster sort --locale -u letters > got
  equal "$(tr -d '\n' < got)" aB
  in_locale folding muster sort -S 1K --locale -r letters > got
  equal "$(tr -d '\n' < got)" BbbBaAaA
}

@test "run --locale orders what the workers write" {
  split -n l/3 words part-
  local options
  for options in '' -r '-k2,2 -s' '-f -u' '-S 16K'; do
    # shellcheck disable=SC2086
    in_locale de_DE.UTF-8 sort $options part-aa part-ab part-ac > expected
    # shellcheck disable=SC2086
    in_locale de_DE.UTF-8 muster run --locale $options cat ::: part-aa part-ab part-ac > got
    same_bytes got expected
  done
  in_locale de_DE.UTF-8 sort -r -s words > expected
  in_locale de_DE.UTF-8 muster run --locale --order=descending cat ::: words > got
  same_bytes got expected
}

@test "run --locale cannot be used with orders that stream" {
  is_refused 'compare records' run --locale --order=arrival true
}

@test "a locale that is not installed is an error that names it" {
  local command
  for command in 'sort words' 'run cat ::: words'; do
    # shellcheck disable=SC2086
    set -- $command
    LC_ALL=xx_YY.UTF-8 run --separate-stderr muster "$1" --locale "${@:2}"
    equal "$status" "$([[ $1 == sort ]] && echo 2 || echo 125)"
    equal "$output" ''
    equal "$stderr" "muster: locale 'xx_YY.UTF-8' is not installed (\`locale -a\` lists those that are)"
  done
  LC_ALL='' LC_COLLATE='' LANG=zz_ZZ run --separate-stderr muster sort --locale words
  equal "$stderr" "muster: locale 'zz_ZZ' is not installed (\`locale -a\` lists those that are)"
}

@test "without --locale the order is by bytes, whatever the locale" {
  sort words > expected
  in_locale en_US.UTF-8 muster sort words > got
  same_bytes got expected
  in_locale xx_YY.UTF-8 muster run cat ::: words > got
  same_bytes got expected
}
