"""A plan: what would stand on the command line of `muster run`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from typing import Literal, Optional, Union

from ._errors import PlanError

#: A line for the shell, or the words of a command that is run without one.
Command = Union[str, Sequence[Union[str, "os.PathLike[str]"]]]

Order = Literal[
    "text", "numeric", "general-numeric", "human-numeric", "version", "arrival", "worker", "round-robin"
]

_SORTED = {
    "text": None,
    "numeric": "--numeric-sort",
    "general-numeric": "--general-numeric-sort",
    "human-numeric": "--human-numeric-sort",
    "version": "--version-sort",
}
_STREAMING = ("arrival", "worker", "round-robin")


def shell_line(command: Command) -> str:
    """The command as one line for the shell."""
    if isinstance(command, str):
        return command
    return shlex.join(os.fspath(word) for word in command)


def order_options(order: str, reverse: bool) -> list[str]:
    if order in _STREAMING:
        if reverse:
            raise PlanError(f"reverse cannot be used with order={order!r}: it compares nothing")
        return [f"--order={order}"]
    if order not in _SORTED:
        names = ", ".join([*_SORTED, *_STREAMING])
        raise PlanError(f"invalid order {order!r}: expected one of {names}")
    kind = _SORTED[order]
    return ([kind] if kind else []) + (["--order=descending"] if reverse else [])


def words(
    commands: Union[Command, Iterable[Command]],
    inputs: Optional[Iterable[Union[str, "os.PathLike[str]"]]],
    options: Sequence[str],
) -> bytes:
    """The plan, as docs/protocol.md has it."""
    if inputs is None:
        if isinstance(commands, str):
            raise PlanError("commands is a text: give a list of commands, or inputs as well")
        given = [*options, ":::", *(shell_line(command) for command in commands)]  # type: ignore[arg-type]
    else:
        command = [commands] if isinstance(commands, str) else [os.fspath(w) for w in commands]  # type: ignore[arg-type]
        given = [*options, "--", *command, ":::", *(os.fspath(one) for one in inputs)]
    encoded = [os.fsencode(word) for word in given]
    if any(b"\0" in word for word in encoded):
        raise PlanError("a command, an input or an option contains a NUL byte")
    head = b"muster-plan 1 %d\0" % len(encoded)
    return head + b"".join(word + b"\0" for word in encoded)
