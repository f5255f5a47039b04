#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints the hot loop of each function of a C++ file, by each policy side by side.

    bench/codegen/tessera_asm.py mine.cpp
    bench/codegen/tessera_asm.py --compiler clang++-14 --march x86-64-v3 --function mine mine.cpp

The file's functions call eval<...>, assign<...> or eval(...): the policy that is written there, or
none, is replaced by each of --policies in turn, in a copy.
"""

import argparse
import pathlib
import re
import shutil
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import assembly  # noqa: E402
import specimens  # noqa: E402

_ROOT = pathlib.Path(__file__).resolve().parents[2]
def fail(sentence):
    """Ends with a sentence and status 1."""
    sys.exit(f"tessera_asm: {sentence}")


def compile_to_assembly(compiler, flags, source, name):
    """The assembly of a source; ends where the compiler does not like it."""
    text, errors = assembly.compiled([compiler, *flags], source, name)
    if errors:
        fail(f"{compiler} refuses {name}:\n{errors}")
    return text


def own_functions(text):
    """{readable name: symbol} of the functions that the file itself offers."""
    symbols = re.findall(r"^\s*\.globa?l\s+([\w.$]+)", text, re.M)
    functions = assembly.parse(text)
    symbols = [s for s in symbols if s in functions]
    weak = set(re.findall(r"^\s*\.weak\s+([\w.$]+)", text, re.M))
    named = {name: symbol for name, symbol in zip(assembly.demangled(symbols), symbols)
             if symbol not in weak and not name.startswith(("tessera::", "std::", "xsimd::"))}
    short = [name.split("(")[0] for name in named]
    return {name if short.count(name.split("(")[0]) > 1 else name.split("(")[0]: symbol
            for name, symbol in named.items()}


_ROWS = [("instructions", "instructions"), ("multiply-adds", "fmas"), ("arithmetic", "arithmetic"),
         ("loads", "loads"), ("stores", "stores"), ("broadcasts", "broadcasts"),
         ("shuffles", "shuffles"), ("on the stack", "spills"), ("calls", "calls"),
         ("bits of a register", "vector_bits")]


def table(counters, heads):
    """The counters below each other, a column for each policy."""
    lines = [f"{'one turn of the hot loop':<26}" + "".join(f"{h:>16}" for h in heads)]
    for label, field in _ROWS:
        cells = ["-" if c is None else str(getattr(c, field)) for c in counters]
        lines.append(f"{label:<26}" + "".join(f"{cell:>16}" for cell in cells))
    ratios = ["-" if c is None or not c.loads else f"{c.fmas_per_load:.2f}" for c in counters]
    lines.append(f"{'multiply-adds a load':<26}" + "".join(f"{cell:>16}" for cell in ratios))
    return lines


# What llvm-mca knows of the machine, or else of one with the same instructions.
_CPUS = ["native", "znver4", "icelake-server", "znver3"]


def side_by_side(columns, heads, width):
    """Texts next to each other, cut to the width."""
    each = max(24, (width - 2 * (len(columns) - 1)) // len(columns))
    rows = max(map(len, columns))
    lines = ["  ".join(f"{h:<{each}}" for h in heads).rstrip()]
    for r in range(rows):
        cells = [c[r].expandtabs(10)[:each] if r < len(c) else "" for c in columns]
        lines.append("  ".join(f"{cell:<{each}}" for cell in cells).rstrip())
    return lines


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--function", help="its name; all that the file offers")
    parser.add_argument("--policies", default="naive,dot_inner,tiled")
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--march", default="native")
    parser.add_argument("--cpu", help="for llvm-mca")
    parser.add_argument("--flag", action="append", default=[], help="one more for the compiler")
    parser.add_argument("--width", type=int, default=shutil.get_terminal_size((100, 40)).columns)
    return parser.parse_args()


def main():
    """Compiles once for each policy and prints."""
    options = arguments()
    if not options.file.is_file():
        fail(f"there is no file {options.file}")
    if shutil.which(options.compiler) is None:
        fail(f"there is no compiler {options.compiler}")
    try:
        source = options.file.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        fail(f"{options.file}: {problem}")
    listed = re.findall(r"(?:[^,<]|<[^>]*>)+", options.policies)
    policies = [p.strip() for p in listed if p.strip()]
    if not policies:
        fail("--policies names none")
    if not specimens.evaluates(source):
        fail(f"{options.file} calls neither eval nor assign")
    for policy in specimens.other_policies(source):
        fail(f"{options.file} names a policy {policy} that cannot be replaced: write tiled, or "
             "none")
    flags = ["-std=c++20", "-O3", "-DNDEBUG", f"-march={options.march}", f"-I{_ROOT / 'include'}",
             f"-I{options.file.resolve().parent}", *options.flag]
    texts = [compile_to_assembly(options.compiler, flags, specimens.by_policy(source, p),
                                 options.file.name)
             for p in policies]
    names = list(own_functions(texts[0]))
    if options.function:
        if options.function not in names:
            fail(f"{options.file} has no function {options.function}; it has {', '.join(names)}")
        names = [options.function]
    if not names:
        fail(f"{options.file} offers no function")
    cpus = [options.cpu] if options.cpu else _CPUS
    for name in names:
        hot = []
        for text in texts:
            symbol = own_functions(text).get(name)
            hot.append(assembly.hot_loop(assembly.parse(text), symbol) if symbol else None)
        if not any(hot):
            print(f"{name}: no loop by any policy\n")
            continue
        print(f"{name}  ({options.compiler} -O3 -march={options.march})\n")
        print("\n".join(table([assembly.count(h) if h else None for h in hot], policies)))
        predicted = [assembly.predict_loop(h, cpus) if h else None for h in hot]
        if any(predicted):
            print(f"{'cycles, by llvm-mca':<26}" +
                  "".join(f"{p.cycles:>16.1f}" if p else f"{'-':>16}" for p in predicted))
            print(f"{'    for a':<26}" + "".join(f"{p.cpu if p else '-':>16}" for p in predicted))
        print()
        columns = [[i.text for i in h.body] if h else ["no loop"] for h in hot]
        print("\n".join(side_by_side(columns, policies, options.width)), end="\n\n")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # quiet when `head` has seen enough
    main()
