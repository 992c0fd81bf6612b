"""What can go wrong, by cause."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from ._result import Result


class Error(Exception):
    """Every exception of this package."""


class PlanError(Error, ValueError):
    """What was asked for makes no sense; nothing has been run."""


class HelperError(Error):
    """The program muster cannot be found, speaks another protocol, or was killed."""


class Cancelled(Error):
    """The run was cancelled, or ended from outside, before it was over."""


class RunFailed(Error):
    """Muster failed: its message says at what."""


@dataclasses.dataclass(frozen=True)
class Failure:
    """One worker that failed. docs/protocol.md has the causes, and which of the rest each has."""

    worker: int  #: counted from 1, in the order in which they were given
    attempt: int  #: counted from 1; more than 1 if it was tried again
    pid: Optional[int]  #: None if it has not started
    cause: str  #: "exit_status", "signal", "cannot_run", "timed_out", …
    exit_status: Optional[int]
    signal: Optional[int]
    errno: Optional[int]
    command: str  #: as a line for the shell
    text: str  #: a sentence for people
    stderr: tuple[str, ...]  #: the last lines that it wrote there


class WorkersFailed(RunFailed):
    """At least one worker failed."""

    def __init__(self, failures: tuple[Failure, ...], result: Optional[Result]) -> None:
        super().__init__("\n".join(failure.text for failure in failures))
        #: Each of them, in the order in which they failed.
        self.failures = failures
        #: The records of the others, if the run was partial; the caller closes it.
        self.result = result
