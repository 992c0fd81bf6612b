"""Reads a trace as viewers do, and says what is wrong with it.

trace.py FILE [SUMMARY]: the spans of each track nest, times never go back along a track, every span
is closed; with the summary of the same run, its sums agree with it. trace.py --cut FILE: a trace
whose run was killed: only what is missing at the end may be.
"""

import json
import re
import sys


def read(path, is_cut):
    text = open(path, encoding="utf-8").read()
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        if not is_cut:
            raise
        return json.loads(text.rstrip().rstrip(",") + "]")


def check_tracks(events, is_cut):
    tracks = {}
    for event in events:
        if event["ph"] in "BEXi":
            tracks.setdefault((event["pid"], event["tid"]), []).append(event)
    for track, its in tracks.items():
        open_since, free_from, last = [], 0.0, 0.0
        for event in its:
            time = event["ts"]
            assert time >= last - 0.001, f"{track}: time goes back to {time}: {event}"
            last = time
            if event["ph"] == "B":
                open_since.append((time, event["name"]))
            elif event["ph"] == "E":
                assert open_since, f"{track}: the end of nothing: {event}"
                name = open_since.pop()[1]
                assert event["name"] == name, f"{track}: {name} ends by another name: {event}"
            elif event["ph"] == "X":
                assert open_since, f"{track}: in no span: {event}"
                assert time >= max(open_since[-1][0], free_from) - 0.001, f"{track}: overlaps: {event}"
                last = free_from = time + event["dur"]
        assert is_cut or not open_since, f"{track}: is never closed"


def check_sums(events, summary):
    ends = [e for e in events if e["ph"] == "E" and e["pid"] == 3]
    workers = summary["workers"]
    by_outcome = {}
    for end in ends:
        outcome = end["args"]["outcome"]
        by_outcome[outcome] = by_outcome.get(outcome, 0) + 1
    assert by_outcome.get("succeeded", 0) == workers["succeeded"], by_outcome
    assert by_outcome.get("failed", 0) <= workers["failed"], by_outcome
    assert by_outcome.get("retried", 0) == workers["retries"], by_outcome
    assert by_outcome.get("ended with the run", 0) == workers["ended_with_run"], by_outcome
    assert sum(end["args"]["bytes"] for end in ends) == summary["bytes_in"]
    for work, share in summary["work"].items():
        spans = [e for e in events if e["ph"] == "X" and e["name"] == work]
        assert len(spans) == share["count"], (work, len(spans), share)
        assert sum(e["args"]["bytes"] for e in spans) == share["bytes"]
    for name, field in (("user_ms", "user_seconds"), ("system_ms", "system_seconds")):
        total = sum(end["args"][name] for end in ends) / 1000
        assert abs(total - summary["usage"]["workers"][field]) < 0.001, (name, total)
    if workers["succeeded"] > 0 and summary["slowest"]:
        slowest = summary["slowest"][0]
        begin = next(e for e in events if e["ph"] == "B" and e["pid"] == 3
                     and re.match(rf"P{slowest['worker']}\b", e["name"])
                     and (slowest["try"] == 1) == ("(try " not in e["name"]))
        end = next(e for e in ends if e["tid"] == begin["tid"] and e["ts"] >= begin["ts"])
        assert abs((end["ts"] - begin["ts"]) / 1e6 - slowest["seconds"]) < 0.001


def main():
    arguments = sys.argv[1:]
    is_cut = arguments[0] == "--cut"
    if is_cut:
        arguments.pop(0)
    events = read(arguments[0], is_cut)
    check_tracks(events, is_cut)
    if len(arguments) > 1:
        with open(arguments[1], encoding="utf-8") as file:
            check_sums(events, json.load(file))
    for name in sorted({event["name"] for event in events if event["ph"] in "BXiC"}):
        print(name)


main()
