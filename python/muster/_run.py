"""Starting muster, waiting for it, and ending it.

muster is a child of this process that is known by a pidfd. Nothing depends on its exit status, which a host that ignores
SIGCHLD or reaps every child never sees: the status that it writes says how the run ended.
"""

from __future__ import annotations

import asyncio
import os
import select
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Iterable, Sequence
from types import TracebackType
from typing import IO, Any, Optional, Union

from . import _plan
from ._errors import Cancelled, HelperError, PlanError, RunFailed, WorkersFailed
from ._plan import Command, Order
from ._result import DTYPES, Result
from ._status import Status

#: After which a helper that was asked to end and has not is killed; its guardian ends the rest.
_PATIENCE_S = 10.0


def _helper() -> str:
    helper = os.environ.get("MUSTER") or shutil.which("muster")
    if helper is None:
        raise HelperError("the program muster is not in PATH; install it, or set MUSTER to its path")
    return helper


def _read_all(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    parts = []
    offset = 0
    while offset < size:
        part = os.pread(descriptor, size - offset, offset)
        if not part:
            break
        parts.append(part)
        offset += len(part)
    return b"".join(parts)


class Run:
    """A run that has been started. Use it as a context manager: what still runs at its end is ended.

    fileno() becomes readable when the run is over, for select and event loops; a Run can be awaited.
    A Run belongs to the process that started it, and to one thread at a time.
    """

    def __init__(self, plan: bytes, record_type: Optional[str], end: bytes, stderr: Optional[int]) -> None:
        self._owner = os.getpid()
        self._type = record_type
        self._end = end
        self._is_over = False
        self._was_cancelled = False
        self._result = self._status = self._pidfd = -1
        self._cancel: Optional[socket.socket] = None
        try:
            self._start(plan, stderr)
        except BaseException:
            self.close()
            raise

    def _start(self, plan: bytes, stderr: Optional[int]) -> None:
        helper = _helper()
        self._result = os.memfd_create("muster-result", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        self._status = os.memfd_create("muster-status", os.MFD_CLOEXEC)
        self._cancel, cancelled = socket.socketpair()
        with cancelled:
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    host = os.pidfd_open(os.getpid())
                    try:
                        given = (theirs.fileno(), self._status, host, cancelled.fileno())
                        options = ("--plan-fd", "--status-fd", "--host-fd", "--host-fd")
                        words = [f"{option}={number}" for option, number in zip(options, given)]
                        try:
                            child = subprocess.Popen(
                                [helper, "run", *words],
                                stdin=subprocess.DEVNULL,
                                stdout=self._result,
                                stderr=stderr,
                                pass_fds=given,
                                process_group=0,  # the terminal's Ctrl-C is this process's to handle
                            )
                        except OSError as error:
                            raise HelperError(f"cannot run {helper}: {error.strerror}") from error
                    finally:
                        os.close(host)
                # It waits for its plan, so it is there, and its pid is nobody else's.
                try:
                    self._pidfd = os.pidfd_open(child.pid)
                except OSError:
                    ours.shutdown(socket.SHUT_WR)  # without a plan it ends
                    child.wait()
                    raise
                child.returncode = 0  # Popen must not wait for it
                try:
                    ours.sendall(plan, socket.MSG_NOSIGNAL)
                    ours.shutdown(socket.SHUT_WR)  # a fork of another thread may have it, too
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it has ended, and its status says why

    def fileno(self) -> int:
        """A descriptor that becomes readable when the run is over."""
        if self._pidfd < 0:
            raise ValueError("the run is closed")
        return self._pidfd

    def is_over(self) -> bool:
        """Whether wait() would return at once."""
        return self._is_over or self._await_end(0)

    def wait(self, timeout: Optional[float] = None) -> Result:
        """Waits for the end of the run and gives its result, once.

        Raises WorkersFailed, RunFailed, PlanError, Cancelled or HelperError; TimeoutError if the run is
        not over `timeout` seconds from now, and goes on. If anything else is raised meanwhile, as
        KeyboardInterrupt is, the run is ended first.
        """
        try:
            is_over = self._await_end(timeout)
        except BaseException:
            self.close()
            raise
        if not is_over:
            raise TimeoutError(f"the run is not over after {timeout} s")
        return self._take_result()

    def __await__(self) -> Generator[Any, None, Result]:
        return self._wait_in_loop().__await__()

    async def _wait_in_loop(self) -> Result:
        loop = asyncio.get_running_loop()
        over: asyncio.Future[None] = loop.create_future()
        watched = os.dup(self.fileno())


        def on_end() -> None:
            if not over.done():
                over.set_result(None)

        loop.add_reader(watched, on_end)
        try:
            await over
        except BaseException:
            self.close()
            raise
        finally:
            loop.remove_reader(watched)
            os.close(watched)
        return self._take_result()

    def cancel(self) -> None:
        """Asks the run to end, and returns at once; wait() then raises Cancelled."""
        if self._cancel is None or self._is_over:
            return
        self._was_cancelled = True
        try:
            # Closing alone does nothing while a child that this process has forked has a copy.
            self._cancel.send(b"\0", socket.MSG_NOSIGNAL)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has just ended
        self._close_cancel()

    def _close_cancel(self) -> None:
        if self._cancel is not None:
            self._cancel.close()
            self._cancel = None

    def close(self) -> None:
        """Ends the run if it is not over, waits for that, and frees everything but a Result."""
        if self._pidfd >= 0 and not self._is_over and os.getpid() == self._owner:
            self.cancel()
            self._end_by_force()
        self._close_cancel()
        for name in ("_result", "_status", "_pidfd"):
            descriptor = getattr(self, name)
            setattr(self, name, -1)
            if descriptor >= 0:
                os.close(descriptor)

    def _end_by_force(self) -> None:
        interrupt: Optional[BaseException] = None
        deadline = time.monotonic() + _PATIENCE_S
        while not self._is_over:
            try:
                if not self._await_end(max(0.0, deadline - time.monotonic())):
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
                    self._await_end(None)
            except KeyboardInterrupt as again:
                interrupt = again  # first everything has to be gone
        if interrupt is not None:
            raise interrupt

    def _await_end(self, timeout: Optional[float]) -> bool:
        if self._is_over:
            return True
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        if not poll.poll(None if timeout is None else min(max(timeout * 1000, 0), 2**31 - 1)):
            return False
        try:
            os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED)
        except ChildProcessError:
            pass  # somebody else has reaped it
        self._is_over = True
        return True

    def _take_result(self) -> Result:
        if self._status < 0:
            raise ValueError("the result has been taken, or the run is closed")
        self._await_end(None)
        try:
            text = _read_all(self._status)
            if not text:
                raise HelperError("the helper is no muster that speaks the protocol, or was killed at its start")
            status = Status(text)
            result = None
            if status.records is not None and status.signal is None:
                if status.bytes != os.fstat(self._result).st_size:
                    raise HelperError("the result is not what muster wrote: something else wrote to it")
                memory, self._result = self._result, -1
                result = Result(memory, status.records, self._type, self._end)
        finally:
            self.close()
        if result is not None and status.exit_status == 0:
            return result
        if status.failures:
            raise WorkersFailed(status.failures, result)
        if result is not None:
            result.close()
        message = "\n".join(status.errors)
        if status.signal is not None or self._was_cancelled:
            raise Cancelled("the run was cancelled" if self._was_cancelled else "the run was ended by a signal")
        if not status.was_run:
            raise PlanError(message)
        raise RunFailed(message or f"muster ended with status {status.exit_status}")

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_pidfd"):
            self.close()


def start(
    commands: Union[Command, Iterable[Command]],
    *,
    inputs: Optional[Iterable[Union[str, "os.PathLike[str]"]]] = None,
    order: Order = "text",
    reverse: bool = False,
    unique: bool = False,
    top: Optional[int] = None,
    records: Optional[str] = None,
    jobs: Optional[int] = None,
    timeout: Optional[float] = None,
    tries: Optional[int] = None,
    partial: bool = False,
    options: Sequence[str] = (),
    stderr: Union[None, int, IO[Any]] = None,
) -> Run:
    """Starts a worker for each of `commands`, or, with `inputs`, one command for each of these.

    commands  lines for the shell, or lists of words; with `inputs` one of these, in which {} stands
              for the input
    order     of the records: sorted, or as they come ("arrival", "worker", "round-robin")
    records   "u64", "f64" and so on: records are binary values; else lines of text
    jobs      how many run at a time; 0 for as many as possible
    timeout   seconds that each may take
    tries     how often each is tried before it counts as failed
    partial   give the records of the others, in WorkersFailed.result, if some fail
    options   any others of muster run, as words: ["--header=1", "-S", "1G"]
    stderr    where workers write theirs: a descriptor, a file, or subprocess.DEVNULL
    """
    given = _plan.order_options(order, reverse) if records is None or order != "text" or reverse else []
    if unique:
        given.append("--unique")
    if top is not None:
        given.append(f"--top={top}")
    if records is not None:
        if records not in DTYPES and not records.startswith("fixed:"):
            raise PlanError(f"invalid records {records!r}: expected fixed:N or one of {', '.join(DTYPES)}")
        given.append(f"--records={records}")
    if jobs is not None:
        given.append(f"--jobs={jobs}")
    if timeout is not None:
        given.append(f"--timeout={timeout}")
    if tries is not None:
        given.append(f"--retries={tries}")
    if partial:
        given.append("--partial")
    end = b"\0" if "-z" in options or "--zero-terminated" in options else b"\n"
    number = stderr if stderr is None or isinstance(stderr, int) else stderr.fileno()
    return Run(_plan.words(commands, inputs, [*given, *options]), records, end, number)


def run(
    commands: Union[Command, Iterable[Command]],
    *,
    inputs: Optional[Iterable[Union[str, "os.PathLike[str]"]]] = None,
    order: Order = "text",
    reverse: bool = False,
    unique: bool = False,
    top: Optional[int] = None,
    records: Optional[str] = None,
    jobs: Optional[int] = None,
    timeout: Optional[float] = None,
    tries: Optional[int] = None,
    partial: bool = False,
    options: Sequence[str] = (),
    stderr: Union[None, int, IO[Any]] = None,
) -> Result:
    """The same as start(), and waits for the result."""
    with start(
        commands,
        inputs=inputs,
        order=order,
        reverse=reverse,
        unique=unique,
        top=top,
        records=records,
        jobs=jobs,
        timeout=timeout,
        tries=tries,
        partial=partial,
        options=options,
        stderr=stderr,
    ) as started:
        return started.wait()
