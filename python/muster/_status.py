"""Reading what muster writes to --status-fd (docs/protocol.md)."""

from __future__ import annotations

import json
from typing import Any, Optional

from ._errors import Failure, HelperError

PROTOCOL = 1


def _events(text: bytes) -> list[dict[str, Any]]:
    events = []
    for line in text.split(b"\n")[:-1]:  # behind the last newline is a line that was cut
        try:
            event = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise HelperError(f"the status of muster cannot be read: {error}") from None
        if not isinstance(event, dict) or not isinstance(event.get("event"), str):
            raise HelperError("the status of muster cannot be read: a line is no event")
        events.append(event)
    return events


def _number(event: dict[str, Any], name: str) -> Optional[int]:
    value = event.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise HelperError(f"the status of muster cannot be read: {name} is no whole number")
    return value


def _failure(event: dict[str, Any]) -> Failure:
    stderr = event.get("stderr", [])
    return Failure(
        worker=_number(event, "worker") or 0,
        attempt=_number(event, "try") or 1,
        pid=_number(event, "pid"),
        cause=str(event.get("cause", "")),
        exit_status=_number(event, "exit_status"),
        signal=_number(event, "signal"),
        errno=_number(event, "errno"),
        command=str(event.get("command", "")),
        text=str(event.get("text", "")),
        stderr=tuple(str(line) for line in stderr) if isinstance(stderr, list) else (),
    )


class Status:
    """All that has been told of a run that is over."""

    def __init__(self, text: bytes) -> None:
        events = _events(text)
        if not events or events[0]["event"] != "hello":
            raise HelperError("the helper is no muster that speaks the protocol: it has not said hello")
        protocol = events[0].get("protocol")
        if protocol != PROTOCOL:
            raise HelperError(f"the helper speaks version {protocol} of the protocol, not {PROTOCOL}")
        if events[-1]["event"] != "end":
            raise HelperError("muster was killed before it could tell how the run ended")
        end = events[-1]
        self.failures = tuple(_failure(event) for event in events if event["event"] == "failed")
        self.errors = [str(event.get("text", "")) for event in events if event["event"] == "error"]
        self.exit_status = _number(end, "exit_status")
        self.signal = _number(end, "signal")
        self.was_run = end.get("reason") is not None
        self.records = _number(end, "records")
        self.bytes = _number(end, "bytes")
