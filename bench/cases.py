"""What is measured: each case names its peers, makes their input and judges their output."""

import functools
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Case, Peer

HERE = Path(__file__).resolve().parent
MUSTER = os.path.abspath(os.environ.get("MUSTER", HERE.parent / "build" / "muster"))
LIMIT = str(HERE.parent / "build" / "limit")
DUCKDB = HERE.parent / ".cache" / "bench" / "node_modules" / "@duckdb" / "node-api"
# The system's interpreter starts faster than most others, and never through a version manager's wrapper.
PYTHON = os.environ.get("PYTHON") or ("/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable)
CORES = len(os.sched_getaffinity(0))
INPUT_FILES = 4


def demo(size):
    reference = [PYTHON, "-I", "-S", str(HERE / "reference.py")]  # see there for the flags
    peers = [Peer("`muster demo`", [MUSTER, "demo"]), Peer("`python3 -I -S bench/reference.py`", reference)]
    note = "To be reached: Python takes at least 8 times as long."
    return Case("The reference run", peers, four_sorted, 20, note)


def start(size):
    count = 5000 // size
    inputs = [str(number) for number in range(1, count + 1)]
    listed = cached(f"start-{count}", 1, lambda part, file: file.write("\n".join(inputs) + "\n"))
    job = ["/bin/true", "x"]  # two words, so that neither muster nor xargs starts a shell
    line = ["true"]  # one word: a line for a shell
    jobs, processes = f"-j{CORES}", f"-P{CORES}"
    log = os.path.join(tempfile.gettempdir(), "muster-bench-start.joblog")
    watched = ["--joblog", log, "--progress"]

    def muster(options, command):
        return [MUSTER, "run", jobs, *options, *command, ":::", *inputs]

    def xargs(command):
        return ["xargs", "-a", *listed, processes, "-n1", *command]

    peers = [
        Peer(f"`muster run {jobs} /bin/true x ::: …`", muster([], job)),
        Peer("the same with `--joblog FILE --progress`", muster(watched, job)),
        Peer(f"`xargs {processes} -n1 /bin/true x`", xargs(job)),
        Peer(f"`muster run {jobs} true ::: …`, by /bin/sh", muster([], line)),
        Peer("the same with `--joblog FILE --progress`", muster(watched, line)),
        Peer(f"`xargs {processes} -n1 sh -c true`", xargs(["sh", "-c", "true"])),
        Peer(f"`parallel {jobs} /bin/true x ::: …`", ["parallel", jobs, *job, ":::", *inputs]),
    ]
    note = "To be reached: no slower than xargs, and GNU parallel takes at least 8 times as long."
    return Case(f"{count:,} workers `/bin/true`", peers, same_bytes, note=note)


def pipe(size):
    path = piped_file(size)
    jobs = f"-j{CORES}"

    def muster(*options):
        argv = [MUSTER, "run", "--pipe", jobs, "--order=arrival", *options, "cat", "-"]
        return Peer(f"`{' '.join(['muster', *argv[1:]])}`", argv, input=path)

    def parallel(*options):
        argv = ["parallel", "--pipe", jobs, *options, "cat"]
        return Peer(f"`{' '.join(argv)}`", argv, input=path)

    parts = ["parallel", "--pipe-part", "-a", path, "--block", "-1", jobs, "cat"]
    peers = [
        muster(),
        muster("--block", "4M"),
        muster("--round-robin"),
        parallel(),
        parallel("--block", "10M"),
        parallel("--round-robin"),
        parallel("--round-robin", "--line-buffer"),
        Peer("`parallel --pipe-part -a FILE --block -1 … cat`", parts),
        Peer("`cat`, alone", ["cat"], input=path),
    ]
    note = "To be reached: 1 GB/s, and GNU parallel takes at least 5 times as long."
    return Case(f"{megabytes_of([path])} of lines dealt out to `cat`", peers, same_lines, note=note)


def integers(size):
    count, files = integer_files(size)
    sort = f"sort -n --parallel={CORES}"
    piped = f"{sort} -S 1G"
    peers = [
        Peer("`muster run -n 'cat {}' ::: …`", [MUSTER, "run", "-n", "cat {}", ":::", *files]),
        Peer("`muster sort -n …`", [MUSTER, "sort", "-n", *files]),
        limit("text", files),
        *duckdb("integers", files),
        Peer(f"`parallel -k cat ::: … \\| {piped}`", pipeline(f'parallel -k cat ::: "$@" | {piped}', files)),
        Peer(f"`{sort} -S 1G …`", [*sort.split(), "-S", "1G", *files]),
        Peer(f"`{sort} -S 64M …`", [*sort.split(), "-S", "64M", *files]),
        Peer("`parsort -n …`", ["parsort", "-n", *files]),
    ]
    note = (
        "To be reached, by `muster run` and by `muster sort`: 1/10 of the time of GNU sort, 1/2.5 of DuckDB's; and 1.6\n"
        f"and 1.5 times the limit's. In memory, here and below: no more than GNU sort with -S 1G. {LIMIT_NOTE}"
    )
    return Case(f"{count:,} integers in {INPUT_FILES} files, {megabytes_of(files)}", peers, same_bytes, note=note)


def lines(size):
    count, files = line_files(size)
    peers = [Peer("`muster run 'cat {}' ::: …`", [MUSTER, "run", "cat {}", ":::", *files]), *sorts([], files)]
    note = "To be reached, by `muster run` and by `muster sort`: 1/3 of the time of GNU sort."
    return Case(f"{count:,} lines in {INPUT_FILES} files, {megabytes_of(files)}", peers, same_bytes, note=note)


def fields(size):
    _, files = line_files(size)
    peers = [*sorts(["-t\t", "-k2,2", "-s"], files), *duckdb("fields", files)]
    note = "To be reached: GNU sort takes at least 3.5 times as long, DuckDB 2.5 times."
    return Case("The same lines, stable by the second field", peers, same_bytes, note=note)


def floats(size):
    _, files = line_files(size)
    note = "To be reached: GNU sort takes at least 10 times as long."
    peers = sorts(["-t\t", "-k3,3g"], files)
    return Case("The same lines, by the third field as floating point", peers, same_bytes, note=note)


def spilled(size):
    _, files = integer_files(size)
    options = ["-n", "-S", "16M"]
    peers = [
        Peer("`muster sort -n -S 16M …`", [MUSTER, "sort", *options, *files]),
        Peer("`sort -n -S 16M …`", ["sort", f"--parallel={CORES}", *options, *files]),
    ]
    note = "To be reached: GNU sort takes at least 4 times as long, and muster's peak is below 48 MB."
    return Case("The integers again, in 16 MiB of memory", peers, same_bytes, note=note)


def binary(size):
    if "--records" not in subprocess.run([MUSTER, "run", "--help"], capture_output=True, text=True).stdout:
        print("bench: this muster has no --records: the case binary is left out", file=sys.stderr)
        return None
    count = 100_000_000 // size
    files = cached(f"words-{count}", INPUT_FILES, functools.partial(write_words, count // INPUT_FILES), "wb")
    run = [MUSTER, "run", "--records=u64", "cat {}", ":::", *files]
    peers = [Peer("`muster run --records=u64 'cat {}' ::: …`", run), limit("u64", files)]
    note = f"To be reached: 1.6 times the time of the limit. {LIMIT_NOTE}"
    return Case(f"{count:,} words of 64 bits, {megabytes_of(files)}", peers, same_bytes, note=note)


def ascending(size):
    count = 10_000_000 // size
    return hard_case(f"{count:,} integers that are sorted already", f"ascending-{count}", count, write_ascending)


def descending(size):
    count = 10_000_000 // size
    return hard_case(f"{count:,} integers in reverse", f"descending-{count}", count, write_descending)


def equal(size):
    count = 10_000_000 // size
    return hard_case(f"{count:,} equal lines", f"equal-{count}", count, write_equal)


def prefixes(size):
    count = 2_000_000 // size
    return hard_case(f"{count:,} lines that share their first 100 bytes", f"prefixes-{count}", count, write_prefixes)


def long_line(size):
    length = 200_000_000 // size
    return hard_case(f"A line of {megabytes(length)} among short ones", f"line-{length}", length, write_long_line)


def hard_case(title, name, count, write):
    """Inputs that sorting by prefixes could be bad at, all by whole lines, where GNU sort is at its best."""
    files = cached(name, INPUT_FILES, functools.partial(write, count // INPUT_FILES))
    note = "To be reached: never slower than GNU sort."
    return Case(f"{title}, {megabytes_of(files)}", sorts([], files), same_bytes, note=note)


CASES = {
    case.__name__.replace("_", "-"): case
    for case in (
        *(demo, start, pipe, integers, lines, fields, floats, spilled, binary),
        *(ascending, descending, equal, prefixes, long_line),
    )
}


# The peers that several cases have

LIMIT_NOTE = "The limit's memory counts the input, which it maps."


def limit(format, files):
    """One process that promises nothing: see there."""
    return Peer(f"`bench/limit {format} …`", [LIMIT, format, *files])


def duckdb(job, files):
    """[the peer], or nothing where it is not installed."""
    if not DUCKDB.exists() or not shutil.which("node"):
        print("bench: DuckDB (node, @duckdb/node-api in .cache/bench) is not installed: left out", file=sys.stderr)
        return []
    return [Peer("DuckDB, `COPY (SELECT … ORDER BY …) TO …`", ["node", str(HERE / "duckdb.mjs"), str(CORES), job, *files])]


def sorts(options, files):
    """muster sort, and GNU sort with little and with much memory."""
    shown = "".join(f" {option}" for option in options).replace("\t", "'\\t'")
    gnu = ["sort", f"--parallel={CORES}", *options]
    return [
        Peer(f"`muster sort{shown} …`", [MUSTER, "sort", *options, *files]),
        Peer(f"`sort{shown} -S 1G …`", [*gnu, "-S", "1G", *files]),
        Peer(f"`sort{shown} -S 64M …`", [*gnu, "-S", "64M", *files]),
    ]


# What the cases are made of


def pipeline(script, files):
    return ["bash", "-o", "pipefail", "-c", script, "bash", *files]


def megabytes(size):
    return f"{size / 1e6:.0f} MB" if size >= 1e7 else f"{size / 1e6:.1f} MB"


def megabytes_of(files):
    return megabytes(sum(os.path.getsize(file) for file in files))


def cached(name, parts, write, mode="w"):
    """The paths of the input files; they are written by the first bench and kept for the next."""
    folder = Path(tempfile.gettempdir(), f"muster-bench-{name}")
    folder.mkdir(exist_ok=True)
    paths = [folder / f"part-{part}" for part in range(1, parts + 1)]
    for part, path in enumerate(paths, 1):
        if not path.exists():
            print(f"bench: writing {path}", file=sys.stderr)
            unfinished = path.with_suffix(".unfinished")  # an interrupted bench must not leave a short input
            with open(unfinished, mode, encoding="utf-8" if mode == "w" else None) as file:
                write(part, file)
            unfinished.rename(path)
    return [str(path) for path in paths]


def integer_files(size):
    count = 10_000_000 // size
    return count, cached(f"integers-{count}", INPUT_FILES, functools.partial(write_integers, count // INPUT_FILES))


def piped_file(size):
    """The same lines, twice, in one file."""
    count, files = line_files(size)

    def write(part, file):
        for source in files * 2:
            with open(source, "rb") as lines:
                shutil.copyfileobj(lines, file)

    return cached(f"piped-{2 * count}", 1, write, "wb")[0]


def line_files(size):
    count = 5_000_000 // size
    return count, cached(f"lines-{count}", INPUT_FILES, functools.partial(write_lines, count // INPUT_FILES))


def write_integers(count, part, file):
    words = struct.iter_unpack("=I", random.Random(part).randbytes(4 * count))
    file.writelines(f"{word >> 1}\n" for (word,) in words)


def write_lines(count, part, file):
    """58 bytes a line. At the full size five lines share the first field; then mostly the second decides."""
    cities = "Amsterdam", "Barcelona", "Copenhagen", "Dresden", "Edinburgh", "Florence", "Gothenburg", "Helsinki"
    fields = struct.iter_unpack("=QIIHH", random.Random(part).randbytes(20 * count))
    file.writelines(
        f"{customer % 1_000_000:07d}\t{1_700_000_000 + moment % 10_000_000}\t{key:016x}\t"
        f"{cents % 10_000:05d}.{city % 100:02d}\t{cities[city % 8]:>12}\n"
        for key, customer, moment, cents, city in fields
    )


def write_words(count, part, file):
    chance = random.Random(part)
    for begin in range(0, count, 1_000_000):
        file.write(chance.randbytes(8 * min(1_000_000, count - begin)))


def write_ascending(count, part, file):
    file.writelines(f"{number:010d}\n" for number in range((part - 1) * count, part * count))


def write_descending(count, part, file):
    numbers = range((INPUT_FILES - part) * count, (INPUT_FILES - part + 1) * count)
    file.writelines(f"{number:010d}\n" for number in reversed(numbers))


def write_equal(count, part, file):
    file.writelines("0123456789\n" for _ in range(count))


def write_prefixes(count, part, file):
    chance = random.Random(part)
    file.writelines(f"{'prefix/' * 14}--{chance.getrandbits(64):016x}\n" for _ in range(count))


def write_long_line(count, part, file):
    chance = random.Random(part)
    file.writelines(f"{chance.getrandbits(64):016x}\n" for _ in range(1000))
    if part == 2:
        file.write(chance.randbytes(count * INPUT_FILES // 2).hex() + "\n")


# What they have to give


def four_sorted(output, expected):
    text = Path(output).read_text()
    match = re.fullmatch(r"\[(\d+), (\d+), (\d+), (\d+)\]\n", text)
    numbers = [int(number) for number in match.groups()] if match else [-1]
    return "" if numbers == sorted(numbers) and 0 <= numbers[0] and numbers[-1] <= 19 else f"it printed {text!r}"


def same_lines(output, expected):
    """In whatever order."""
    compare = f'cmp <("{MUSTER}" sort "$1") <("{MUSTER}" sort "$2")'
    compared = subprocess.run(["bash", "-c", compare, "bash", output, expected], capture_output=True, text=True)
    return f"not the lines of muster's: {compared.stdout}{compared.stderr}" if compared.returncode else ""


def same_bytes(output, expected):
    compared = subprocess.run(["cmp", output, expected], capture_output=True, text=True)
    return f"not the bytes of muster's: {compared.stdout}{compared.stderr}" if compared.returncode else ""
