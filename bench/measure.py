"""Running the peers of a case in turn, and taking their time and memory."""

import ctypes
import glob
import mmap
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Peer(NamedTuple):
    label: str
    argv: list
    input: str = "/dev/null"  # its stdin


class Case(NamedTuple):
    title: str
    peers: list  # muster first
    check: object  # (output, muster's first output) -> what is wrong, or ""
    repeats: int = 1  # runs in a round, for jobs of milliseconds
    note: str = ""


class Run(NamedTuple):
    wall: float
    cpu: float


WARM_BYTES = 2 << 30


def warm_memory():
    """Touches memory and frees it. A host takes back what a virtual machine has not used for a while, and whoever
    touches that first, perhaps only because of its turn, would wait for it."""
    with mmap.mmap(-1, WARM_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        for page in range(0, WARM_BYTES, mmap.PAGESIZE):
            memory[page] = 1


def tree_memory():
    """Bytes held by all descendants; a page that several of them share is divided between them (PSS)."""
    total, todo = 0, [os.getpid()]
    while todo:
        pid = todo.pop()
        try:
            for children in glob.glob(f"/proc/{pid}/task/*/children"):
                todo += Path(children).read_text().split()
            if pid != os.getpid():
                total += int(re.search(r"\nPss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has ended meanwhile
    return total


PR_SET_CHILD_SUBREAPER = 36


def become_subreaper():
    """So that what a peer leaves behind comes to us, and its CPU time counts."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_orphans():
    """The CPU seconds that they took. They come to us as the subreaper."""
    cpu = 0
    while True:
        try:
            usage = os.wait4(-1, 0)[2]
        except ChildProcessError:
            return cpu
        cpu += usage.ru_utime + usage.ru_stime


def run(peer, output, each_moment=None):
    """Run peer to its end, its stdout into a new file; dies with the stderr of what fails."""
    argv = peer.argv
    program = shutil.which(argv[0])
    Path(output).unlink(missing_ok=True)  # before the clock starts: freeing a large file takes time
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, peer.input, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, write, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, f"{output}.stderr", write, 0o600),
    ]
    environment = {**os.environ, "LC_ALL": "C", "PARALLEL_SHELL": "/bin/sh"}  # parallel is slower with bash
    reap_orphans()  # those of the last check, which are not ours to count
    begin = time.perf_counter()
    # Python ignores SIGPIPE, and what it starts would inherit that.
    ignored = [signal.SIGPIPE, signal.SIGXFSZ]
    child = os.posix_spawn(program, argv, environment, file_actions=actions, setsigdef=ignored)
    while True:
        pid, status, usage = os.wait4(child, os.WNOHANG if each_moment else 0)
        if pid:
            break
        each_moment()
    wall = time.perf_counter() - begin
    cpu = usage.ru_utime + usage.ru_stime + reap_orphans()
    if status != 0:
        said = Path(f"{output}.stderr").read_text(errors="replace")[-2000:]
        sys.exit(f"bench: {' '.join(argv)[:200]}: FAILED with wait status {status:#x}\n{said}")
    return Run(wall, cpu)


def run_checked(case, peer, folder, each_moment=None):
    output, expected = f"{folder}/output", f"{folder}/expected"
    result = run(peer, output, each_moment)
    if not os.path.exists(expected):  # muster's first run, which its own later ones are held to as well
        os.rename(output, expected)
        output = expected
    if wrong := case.check(output, expected):
        sys.exit(f"bench: {case.title}: {peer.label}: WRONG OUTPUT: {wrong}")
    return result


def peak_memory(case, peer, folder):
    peak = 0

    def sample():
        nonlocal peak
        peak = max(peak, tree_memory())
        time.sleep(0 if case.repeats > 1 else 0.001)

    for _ in range(case.repeats):
        run_checked(case, peer, folder, sample)
    return peak


def measure(case, rounds, folder):
    """[(peer, its timed runs, its peak memory)]; the peers take turns, muster first."""
    for peer in case.peers:
        if not shutil.which(peer.argv[0]):
            print(f"bench: {peer.argv[0]} is not installed: left out", file=sys.stderr)
    measured = [(peer, [], peak_memory(case, peer, folder)) for peer in case.peers if shutil.which(peer.argv[0])]
    for _ in range(rounds):
        for peer, runs, _peak in measured:
            warm_memory()
            runs += [run_checked(case, peer, folder) for _ in range(case.repeats)]
    return measured
