"""inputs.py SEED COUNT: prints COUNT argument lists for `muster run` and for GNU parallel, each as a line for bash.

They have inputs in lists and files, combined and linked, in columns, with names, and commands with replacement strings.
The files are written into the current folder. What the two do differently on purpose does not occur: see "Not the
same" in the manual."""

import random, shlex, sys

VALUES = ["", "a", "1", "-n", "c d", "it's", '"', "q\\w", "$HOME", "`id`", "*", "~", "#c", "a=b", "!x", "%", "é", "{}"]
PATHS = ["x.tar.gz", "dir/f.txt", "/abs/g.c", ".hidden", "dir/.h", "a b.c/d", "dir/", "dir//x", "a.b/c", "."]
COLUMNS = ["e,f", "g,h,i", ",", "x.y,dir/z.c", ",last"]
BLANKS = ["\ttab", "tab\t", "  lead", "trail ", " "]  # with --colsep, parallel takes them off
FIELDS = ["{}", "{.}", "{/}", "{//}", "{/.}", "{#}", "{%}", "{1}", "{2}", "{3}", "{4}", "{-1}"]
FIELDS += ["{1.}", "{2/}", "{1//}", "{1/.}", "{2/.}", "{-1/}", "{-1.}"]


def arguments(chance, case):
    has_names, has_columns, ends_with_nul = (chance.random() < share for share in (0.2, 0.25, 0.1))
    values = VALUES + PATHS + COLUMNS + ([] if has_columns else BLANKS)
    sources, files = [], 0
    options = ["--header", ":"] * has_names + ["--colsep", ","] * has_columns + ["-0"] * ends_with_nul
    if not has_names and chance.random() < 0.2:
        options += ["--max-args", str(chance.randint(1, 3))]

    def some_inputs(name):
        return [name] * has_names + [chance.choice(values) for _ in range(chance.randint(1, 3))]

    def some_file(name):
        nonlocal files
        files += 1
        path = f"inputs-{case}-{files}"
        with open(path, "w") as file:
            file.writelines(value + ("\0" if ends_with_nul else "\n") for value in some_inputs(name))
        return path

    for number in range(chance.randint(1, 3)):
        separator = chance.choice([":::", "::::"] + [":::+", "::::+"] * (number > 0))
        sources += [separator, *([some_file(f"n{number}")] if "::::" in separator else some_inputs(f"n{number}"))]
    if not any(source.endswith("+") for source in sources) and chance.random() < 0.2:
        options += ["-a", some_file("first")]

    fields = FIELDS + ["{n0}", "{n1}", "{n0/}", "{n1.}", "{first}"] * has_names

    def word():
        return chance.choice(["", "x", "pre-"]) + chance.choice(fields) + chance.choice(["", ".z"])

    words = " ".join(word() for _ in range(chance.randint(1, 4)))
    command = f"printf '<%s>' {words}; echo" if chance.random() < 0.85 else "printf '<%s>\\n'"
    return [*options, command, *sources]


first, count = map(int, sys.argv[1:])
for seed in range(first, first + count):
    print(" ".join(map(shlex.quote, arguments(random.Random(seed), seed))))
