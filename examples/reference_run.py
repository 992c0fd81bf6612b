#!/usr/bin/env python3
"""The reference run: four workers draw a number from 0 to 19 each, and all come in ascending order."""

import muster

draw = ["sh", "-c", "echo $(($(od -An -N4 -tu4 /dev/urandom) % 20))", "{}"]
with muster.run(draw, inputs=["P1", "P2", "P3", "P4"], order="numeric") as result:
    print([int(record) for record in result])
