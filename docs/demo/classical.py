#!/usr/bin/env python3
"""The classical assignment (classical.c) with multiprocessing and shared_memory. docs/demo.md compares the two."""

import random
import struct
from multiprocessing import Pipe, Process, resource_tracker
from multiprocessing.shared_memory import SharedMemory

WORKERS = 4


def schedule(init):
    segment = SharedMemory(create=True, size=4096)
    init.send(segment.name)
    count = init.recv()
    print(sorted(struct.unpack_from(f"{count}i", segment.buf)), flush=True)
    segment.close()
    segment.unlink()


def work(init):
    init.send(random.randint(0, 19))


def main():
    # Else the Scheduler and init start a tracker each, and init's complains of a segment that is gone.
    resource_tracker.ensure_running()
    scheduler, scheduler_end = Pipe()
    children = [Process(target=schedule, args=(scheduler_end,))]
    children[0].start()
    segment = SharedMemory(name=scheduler.recv())
    pipes = []
    for _ in range(WORKERS):
        receiver, sender = Pipe(duplex=False)
        children.append(Process(target=work, args=(sender,)))
        children[-1].start()
        pipes.append(receiver)
    for i, pipe in enumerate(pipes):
        struct.pack_into("i", segment.buf, 4 * i, pipe.recv())
    scheduler.send(WORKERS)
    segment.close()
    for child in children:
        child.join()


if __name__ == "__main__":
    main()
