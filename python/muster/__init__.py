"""Run programs side by side and get all that they write in one order, or an exception.

    >>> import muster
    >>> with muster.run(["seq 3", "seq 7"], order="numeric") as result:
    ...     print(result.bytes().decode().split())
    ['1', '1', '2', '2', '3', '3', '4', '5', '6', '7']

The work is done by the program muster, a child of this process, which ends when this process does. See
docs/library.md.
"""

from ._errors import Cancelled, Error, Failure, HelperError, PlanError, RunFailed, WorkersFailed
from ._plan import Command, Order
from ._result import Result
from ._run import Run, run, start

__all__ = [
    "Cancelled",
    "Command",
    "Error",
    "Failure",
    "HelperError",
    "Order",
    "PlanError",
    "Result",
    "Run",
    "RunFailed",
    "WorkersFailed",
    "run",
    "start",
]
