"""Long and hostile: run by ./dev torture. Each part fails with an AssertionError, or hangs and is timed out."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import muster

ROUNDS = int(os.environ.get("MUSTER_KILLS", "300"))


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def mappings() -> int:
    with open("/proc/self/maps") as maps:
        return sum("muster-result" in line for line in maps)


def cancelled_at_any_moment() -> None:
    for _ in range(ROUNDS):
        with muster.start(["seq 20000"] * 3, order="numeric") as run:
            time.sleep(random.random() * 0.05)
            run.cancel()
            try:
                with run.wait() as result:
                    assert len(result) == 60000
            except muster.Cancelled:
                pass


def from_eight_threads() -> None:
    def work() -> None:
        try:
            for _ in range(100):
                with muster.run(["seq 5", "seq 3"], order="numeric") as result:
                    assert result.bytes() == b"1\n1\n2\n2\n3\n3\n4\n5\n"
        except BaseException as error:
            wrong.append(error)

    wrong: list[BaseException] = []
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong


def host_killed_at_any_moment() -> None:
    """Nothing that a host has started is there two seconds after it was killed."""
    script = "import muster\nwhile True: muster.run(['sleep 0.01; echo a', 'sleep 0.02; exec sleep 0.01']).close()"
    for _ in range(ROUNDS // 10):
        mark = f"{os.getpid()}-{random.getrandbits(64)}"
        with subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "TORTURE_MARK": mark}) as host:
            time.sleep(0.1 + random.random() * 0.2)
            host.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 2
        while marked(mark):
            assert time.monotonic() < deadline, marked(mark)
            time.sleep(0.01)


def marked(mark: str) -> list[str]:
    """The processes, zombies not among them, that have the mark in their environment."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/environ", "rb") as environment:
                if mark.encode() in environment.read():
                    found.append(name)
        except (OSError, ValueError):
            pass
    return found


def statuses_that_are_damaged() -> None:
    """Whatever a helper says, the answer is a result or an Error."""
    from muster._status import Status

    whole = (
        b'{"event": "hello", "protocol": 1, "muster": "0.1.0"}\n'
        b'{"event": "failed", "worker": 1, "try": 1, "pid": 3, "cause": "signal", "signal": 9, "stderr": ["a"]}\n'
        b'{"event": "end", "exit_status": 1, "signal": null, "reason": "jobs_failed", "records": 1, "bytes": 2}\n'
    )
    for _ in range(ROUNDS * 100):
        damaged = bytearray(whole[: random.randrange(len(whole) + 1)] if random.random() < 0.3 else whole)
        for _ in range(random.randrange(4)):
            if damaged:
                damaged[random.randrange(len(damaged))] = random.choice(b'0{}[]":,\n\\\0\xff-e')
        try:
            Status(bytes(damaged))
        except muster.Error:
            pass


if __name__ == "__main__":
    muster.run(["true"]).close()
    before = (open_descriptors(), mappings())
    for part in (
        statuses_that_are_damaged,
        cancelled_at_any_moment,
        from_eight_threads,
        host_killed_at_any_moment,
    ):
        start = time.monotonic()
        part()
        assert (open_descriptors(), mappings()) == before, part.__name__
        print(f"{part.__name__}: {time.monotonic() - start:.1f} s", flush=True)
