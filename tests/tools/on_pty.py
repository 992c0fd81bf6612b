"""on_pty.py COLUMNS[,COLUMNS...] COMMAND [ARG]...: runs COMMAND with its stderr, and nothing else, on a terminal.

The terminal is resized every 1.5 seconds to the next of COLUMNS. Prints what came there, a line for each:
"COLUMNS draws TEXT" for a status line, "COLUMNS erases", "COLUMNS prints TEXT" for a line that stays.
Exits with the status of COMMAND."""

import fcntl, os, pty, re, select, struct, subprocess, sys, termios, time

widths = [int(width) for width in sys.argv[1].split(",")]
leader, follower = pty.openpty()


def resize(columns):
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def show(columns, text):
    """Prints the whole tokens of text and returns the rest."""
    token = re.compile(r"((?:[^\x1b\r\n]|\x1b\[\d*m)*)(\x1b\[J\r|\x1b\[J|\r?\n|\r)")
    end = 0
    for match in token.finditer(text):
        words, what = match.groups()
        if what.endswith("\n"):
            print(columns, "prints", words)
        elif words:
            print(columns, "draws", words.replace("\x1b", "^"))
        else:
            print(columns, "erases")
        end = match.end()
    return text[end:]


resize(widths[0])
child = subprocess.Popen(sys.argv[2:], stderr=follower)
os.close(follower)
start, at, rest = time.monotonic(), 0, ""
while True:
    if at + 1 < len(widths) and time.monotonic() - start > 1.5 * (at + 1):
        at += 1
        resize(widths[at])
        # What was drawn before the child could know counts for the width before.
        print("resized to", widths[at])
    if not select.select([leader], [], [], 0.1)[0]:
        continue
    try:
        data = os.read(leader, 65536)
    except OSError:  # the end: nobody has the other side open
        break
    if not data:
        break
    rest = show(widths[at], (rest + data.decode(errors="replace")).replace("\x1b[?7l", "").replace("\x1b[?7h", ""))
if rest:
    print(widths[at], "leaves", repr(rest))
status = child.wait()
sys.exit(status if status >= 0 else 128 - status)
