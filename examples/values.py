#!/usr/bin/env python3
"""Ten million values of four programs, sorted, as a numpy array that is not copied."""

import sys

import muster

COUNT = 2_500_000
program = """
import sys, numpy
values = numpy.random.default_rng(int(sys.argv[1])).integers(0, 2**64, int(sys.argv[2]), "u8")
sys.stdout.buffer.write(values)
"""

result = muster.run([sys.executable, "-c", program, "{}", str(COUNT)], inputs=list("1234"), records="u64")
values = result.numpy()
print(len(values), values[0] <= values[-1], bool((values[1:] >= values[:-1]).all()))
