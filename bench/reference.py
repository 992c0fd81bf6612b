#!/usr/bin/env python3
"""The reference run in Python: what `muster demo` is measured against.

It takes the same steps with the standard library alone, with the settings that serve Python best:
- the fork start method: spawn and forkserver would start one or more further interpreters;
- no resource tracker: it is another interpreter, and before Python 3.13 it also warns of segments that
  were unlinked properly. The `finally` clauses below do its work;
- to be started as `python3 -I -S reference.py`, which spares the interpreter its search for site packages.
"""

import multiprocessing
import os
import random
import struct
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory

WORKERS = 4
RECORD = struct.Struct("=i")


def ignore(name, kind):
    """Stand in for the tracker's register and unregister (track=False is only in Python 3.13 and later)."""


resource_tracker.register = resource_tracker.unregister = ignore


def read_all(descriptor):
    """What a pipe holds until its end, when every write end is closed."""
    with open(descriptor, "rb", buffering=0) as pipe:
        return pipe.readall()


def worker(write_end):
    os.write(write_end, RECORD.pack(random.randint(0, 19)))


def scheduler(name_write, told_read, inits_ends):
    for descriptor in inits_ends:  # or its own copy of the write end would keep end-of-file from coming
        os.close(descriptor)
    segment = SharedMemory(create=True, size=WORKERS * RECORD.size)
    try:
        os.write(name_write, segment.name.encode())
        os.close(name_write)
        told = read_all(told_read)
        if len(told) != RECORD.size:
            sys.exit("reference: Scheduler: init ended before the records were written")
        size = RECORD.unpack(told)[0] * RECORD.size
        print(sorted(value for (value,) in RECORD.iter_unpack(segment.buf[:size])), flush=True)
    finally:
        segment.close()
        segment.unlink()


def start(processes, role, function, *arguments):
    process = processes.Process(target=function, args=arguments, name=role)
    process.start()
    return process


def main():
    processes = multiprocessing.get_context("fork")

    name_read, name_write = os.pipe()
    told_read, told_write = os.pipe()
    children = [start(processes, "Scheduler", scheduler, name_write, told_read, (name_read, told_write))]
    os.close(name_write)
    os.close(told_read)

    pipes = []
    for number in range(1, WORKERS + 1):
        read_end, write_end = os.pipe()
        children.append(start(processes, f"P{number}", worker, write_end))
        os.close(write_end)
        pipes.append(read_end)

    try:
        records = [read_all(pipe) for pipe in pipes]
        if all(len(record) == RECORD.size for record in records):
            segment = SharedMemory(name=read_all(name_read).decode())
            try:
                segment.buf[: WORKERS * RECORD.size] = b"".join(records)
            finally:
                segment.close()
            os.write(told_write, RECORD.pack(WORKERS))
    finally:
        os.close(told_write)  # so that the Scheduler ends too when the records never came

    for child in children:
        child.join()
    failed = [f"{child.name} ended with status {child.exitcode}" for child in children if child.exitcode != 0]
    if failed:
        sys.exit("reference: " + "; ".join(failed))


if __name__ == "__main__":
    main()
