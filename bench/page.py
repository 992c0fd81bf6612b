"""What docs/performance.md says of a bench: when and where it was run, and its tables."""

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

from cases import CORES, PYTHON

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


class Tables:
    """The part of the page between two comments."""

    def __init__(self, name):
        self.begin, self.end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if not (PAGE.exists() and self.begin in PAGE.read_text() and self.end in PAGE.read_text()):
            sys.exit(f"bench: {PAGE} must have the lines {self.begin} and {self.end}")

    def replace(self, text):
        page = PAGE.read_text()
        before, after = page[: page.index(self.begin)], page[page.index(self.end) :]
        PAGE.write_text(f"{before}{self.begin}\n{text}\n{after}")


def warn_if_busy():
    if os.getloadavg()[0] > 0.5:
        print(f"bench: the machine is busy (load {os.getloadavg()[0]:.1f}): only ratios mean much", file=sys.stderr)


def first_line(*argv):
    try:
        return subprocess.run(argv, capture_output=True, text=True).stdout.partition("\n")[0]
    except FileNotFoundError:
        return f"no {argv[0]}"


def about(rounds, size):
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    versions = ", ".join(first_line(program, "--version") for program in (PYTHON, "sort", "parallel"))
    machine = f"{cpu[1] if cpu else os.uname().machine}, {CORES} cores, Linux {os.uname().release}"
    sizes = "" if size == 1 else f"; 1/{size} of the usual sizes"
    return (
        f"{datetime.date.today()}, {machine}; {versions}; `LC_ALL=C`.\n"
        f"Median of {rounds} round{'s' * (rounds > 1)} with warm memory, the peers taking turns{sizes}."
    )
