# Writes cases of records that numeric comparison stumbles over: awk -v seed=S -v cases=N -f nasty.awk
# makes N files case-1 to case-N in the current folder, the same ones for the same seed.

function any(text,    n, choice) {
  n = split(text, choice, " ")
  return choice[1 + int(rand() * n)]
}

function digits(count,    text) {
  while (count-- > 0) text = text int(rand() * 10)
  return text
}

function bytes(count,    text, i) {
  while (count-- > 0) {
    i = int(rand() * 256)
    text = text (i == 10 ? "" : sprintf("%c", i))
  }
  return text
}

# NUL cannot stand in any awk's string: it is written for the byte 1.
function blanks(    text) {
  while (rand() < 0.3) text = text (rand() < 0.5 ? " " : "\t")
  return text
}

function number(    kind) {
  kind = rand()
  if (kind < 0.25) return int(rand() * 12)
  if (kind < 0.35) return digits(1 + int(rand() * 4))
  if (kind < 0.45) return any("999999999999999999 1000000000000000000 1000000000000000001 " \
    "9223372036854775807 9223372036854775808 18446744073709551615 18446744073709551616 " \
    "99999999999999999 100000000000000000 99999999 100000000 9999999999999999 10000000000000000")
  if (kind < 0.55) return digits(16 + int(rand() * 4))
  if (kind < 0.60) return digits(25)
  if (kind < 0.75) return int(rand() * 3) "." digits(int(rand() * 4))
  if (kind < 0.80) return "." digits(int(rand() * 3))
  if (kind < 0.85) return any("0 00 007 1.50 1.5 1.500 0.0 . .0 0.")
  if (kind < 0.90) return int(rand() * 5) any("e3 E3 x1 ,000 _ .5.5 -1 +1 K")
  return ""
}

function record(    kind) {
  kind = rand()
  if (kind < 0.30) return (rand() < 0.4 ? "-" : "") number()
  if (kind < 0.55) return blanks() any("- + -- +- $ 0x 0 00000000000000000000") number() blanks()
  if (kind < 0.75) return blanks() (rand() < 0.4 ? "-" : "") number() bytes(int(rand() * 3))
  if (kind < 0.80) return ""
  if (kind < 0.85) return blanks()
  if (kind < 0.90) return number() "\r"
  if (kind < 0.95) return bytes(int(rand() * 20))
  return (rand() < 0.5 ? "- " : "") any("a b Z inf nan -inf - . -. é")
}

BEGIN {
  srand(seed)
  for (i = 1; i <= cases; ++i) {
    file = "case-" i
    records = rand() < 0.95 ? int(rand() * 60) : int(rand() * 3000)
    printf "" > file
    for (j = 1; j <= records; ++j) {
      # A record may come several times, and the last one without its newline.
      if (j == 1 || rand() < 0.8) text = record()
      printf "%s%s", text, (j == records && rand() < 0.3 ? "" : "\n") > file
    }
    close(file)
  }
}
