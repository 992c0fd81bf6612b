"""blocks.py SEED COUNT: makes COUNT inputs for --pipe, input-1 and so on in the current folder, with records of many
lengths, and prints for each, as a line for bash, the options that say where it is to be cut.

No record is larger than a block, since what the two do then differs on purpose."""

import random, shlex, sys

# How records begin and end, and what else may be in them.
KINDS = [
    ([], "", "\n", "ab "),
    (["--recend", ";"], "", ";", "ab;\n"),
    (["--recend", "END\\n"], "", "END\n", "END\n;"),
    (["--recstart", ">"], ">", "", "ab>\n"),
    (["--recstart", ">", "--recend", "\\n"], ">", "\n", "ab>\n"),
    (["--recend", ""], "", "", "ab\n"),
]

first, count = map(int, sys.argv[1:])
for number in range(1, count + 1):
    chance = random.Random(first + number)
    options, begin, end, letters = chance.choice(KINDS)
    records = [
        begin + "".join(chance.choices(letters, k=chance.choice([0, 1, 3, 10, 40]))) + end
        for _ in range(chance.randint(1, 60))
    ]
    data = "x" + "".join(records)
    if end and chance.random() < 0.5:
        data = data.removesuffix(end)
    with open(f"input-{number}", "w") as file:
        file.write(data)
    longest = max(map(len, records)) + 5  # parallel has to see what separates it from the next
    block = chance.randint(longest, max(longest, len(data)))
    print(" ".join(map(shlex.quote, ["--block", str(block), *options])))
