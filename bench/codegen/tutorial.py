#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes what is produced in examples/README.md, or checks that it is what would be produced.

    bench/codegen/tutorial.py --write [PROGRAM]
    bench/codegen/tutorial.py --check

Code comes from examples/foundations/steps.cpp, loops from what the compiler makes of it, speeds
from `PROGRAM --json`; without a PROGRAM the speeds stay as they are. Each part stands between
<!-- its name --> and <!-- end -->. The check compares code, and loops where the compiler is the one
that wrote them; where it is another, it looks whether its loops have what the text says of them.
Speeds differ from run to run: they only have to be there. The compiler is what follows --compiler,
the last option.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import assembly  # noqa: E402
import tessera_asm  # noqa: E402

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_PAGE = _ROOT / "examples" / "README.md"
_SOURCE = _ROOT / "examples" / "foundations" / "steps.cpp"
_FLAGS = ["-std=c++20", "-O3", "-DNDEBUG", "-march=x86-64-v3"]

# The functions of the steps, in order; and what is timed besides.
_STEPS = ["triple_loop", "dot_product", "several_sums", "register_tile", "packed_and_blocked",
          "fused"]
_BESIDES = ["in_two_passes"]
# Whose loop is meant, where the hottest one may be another's: what is in the name of its function.
# Step 4 leaves edges to tessera; only the tiles of step 6 know of relu.
_AMONG = {"register_tile": "11foundations", "fused": "rectify"}


def fail(sentence):
    """Ends with a sentence and status 1."""
    sys.exit(f"tutorial: {sentence}")


# --- parts of the page

_PART = re.compile(r"^<!-- (?!end)([a-z]+(?: \d)?) -->\n(.*?)^<!-- end -->$", re.M | re.S)


def parts_of(page):
    """{name: text} of what stands between markers; ends where one is there twice."""
    found = _PART.findall(page)
    for name, times in collections.Counter(name for name, _ in found).items():
        if times > 1:
            fail(f"the page has \"{name}\" {times} times")
    return dict(found)


def with_parts(page, parts):
    """The page with its parts replaced by these, each of which has to be there."""
    missing = [name for name in parts if name not in parts_of(page)]
    if missing:
        fail(f"the page has no place for \"{missing[0]}\": <!-- {missing[0]} --> to <!-- end -->")
    return _PART.sub(lambda m: f"<!-- {m[1]} -->\n{parts.get(m[1], m[2])}<!-- end -->", page)


def fenced(language, lines):
    """A block of code."""
    return "\n".join([f"```{language}", *lines, "```", ""])


# --- code

def code_parts(source):
    """The quoted code of each step."""
    quoted = dict(re.findall(r"^// step (\d)\n(.*?)^// end$", source, re.M | re.S))
    expected = [str(n + 1) for n in range(len(_STEPS))]
    if sorted(quoted) != expected:
        fail(f"the source quotes steps {sorted(quoted)}, and not {expected}")
    return {f"code {n}": fenced("cpp", text.rstrip().splitlines()) for n, text in quoted.items()}


# --- loops

def accumulator(i):
    """The register that a multiply-add adds to."""
    return i.operands[-1].split("{")[0]


def accumulators(loop):
    """All of them."""
    return {accumulator(i) for i in loop.body if assembly.is_fma(i)}


def written(loop, i):
    """An instruction as the page has it; a label is called by what it is for."""
    head = [name for name, at in loop.function.labels.items() if at == loop.indices[0]]
    operands = ["loop" if i.target in head else "elsewhere"] if i.target else i.operands
    return f"    {i.name:<13} {', '.join(operands)}".rstrip()


def shortened(loop, longest=40):
    """A loop's instructions. Of one with more than `longest`, those before the first multiply-add
    into a register that has got one already, how many more there are, and those behind the last
    one."""
    body = loop.body
    lines = [written(loop, i) for i in body]
    fmas = [n for n, i in enumerate(body) if assembly.is_fma(i)]
    seen, cut, last = set(), longest, fmas[-1] + 1
    for n in fmas:
        if accumulator(body[n]) in seen:
            cut = n
            break
        seen.add(accumulator(body[n]))
    if longest < len(body) and cut < last:
        lines[cut:last] = [f"    ... {last - cut} more like these"]
    return ["loop:", *lines]


# A core with two units for multiply-adds of 256 bits, each of which takes 4 cycles, and two loads
# of 256 bits a cycle.
_LATENCY, _UNITS, _LOADS, _BITS = 4, 2, 2, 256


def bound_text(loop):
    """What keeps a turn of the loop from being faster on that core."""
    c, chains = assembly.count(loop), len(accumulators(loop))
    cycles = {"chains": _LATENCY * c.fmas / chains, "units": c.fmas / _UNITS,
              "loads": c.loads / _LOADS}
    share = c.fmas * c.vector_bits / (max(cycles.values()) * _UNITS * _BITS)
    needs = ", ".join(f"{n:g} for the {what}" for what, n in cycles.items())
    return f"Cycles a turn, at least: {needs}. So at most {100 * share:.1f} % of the peak."


def counters_text(loop):
    """What a turn of the loop holds, as a sentence."""
    c, chains = assembly.count(loop), len(accumulators(loop))

    def some(n, what):
        return f"{n} {what}" + ("" if n == 1 else "s")

    return (f"A turn: {some(c.instructions, 'instruction')}; {some(c.fmas, 'multiply-add')} of "
            f"{c.vector_bits} bits into {some(chains, 'register')}, {some(c.loads, 'load')}, "
            f"{c.spills} accesses of the stack; {c.fmas_per_load:.2f} multiply-adds a load.")


def epilogue(loop):
    """What becomes of the first sum behind the loop: instructions on vectors from the first one
    that computes up to the first store; and how many there are of each that computes, for all
    sums."""
    bits = assembly.count(loop).vector_bits
    inside = set(loop.indices)
    outside = [i for n, i in enumerate(loop.function.body)
               if n not in inside and assembly.width(i) == bits]
    computes = [i for i in outside if assembly.is_arithmetic(i) and not assembly.is_fma(i) and
                "xor" not in i.name]
    if not computes:
        return [], collections.Counter()
    first = outside.index(computes[0])
    lines = []
    for i in outside[first:]:
        lines.append(written(loop, i))
        if assembly.is_store(i):
            break
    return lines, collections.Counter(i.name for i in computes)


def loops_of(compiler, source):
    """The hot loop of each step, as this compiler makes it."""
    flags = [*compiler[1:], *_FLAGS, f"-I{_ROOT / 'include'}", f"-I{_SOURCE.parent}"]
    text = tessera_asm.compile_to_assembly(compiler[0], flags, source, "steps.cpp")
    functions, own = assembly.parse(text), tessera_asm.own_functions(text)
    symbols = {name.split("::")[-1]: symbol for name, symbol in own.items()}
    loops = {}
    for step in _STEPS:
        if step not in symbols:
            fail(f"the source has no function {step}")
        among = _AMONG.get(step, "")
        loops[step] = assembly.hot_loop(functions, symbols[step], lambda name: among in name)
        if loops[step] is None or assembly.count(loops[step]).fmas == 0:
            fail(f"{compiler[0]} makes no loop with multiply-adds of {step}")
    return loops


def loop_parts(loops):
    """The loop of each step as text, and what is in it."""
    parts = {}
    for n, step in enumerate(_STEPS, 1):
        lines = shortened(loops[step])
        text = f"\n{counters_text(loops[step])}\n{bound_text(loops[step])}\n"
        if step == "fused":
            behind, counts = epilogue(loops[step])
            lines += ["behind it, for the first of the sums:", *behind]
            all_of = ", ".join(f"{times} {name}" for name, times in counts.items())
            text += f"Behind the loop, for all sums: {all_of}.\n"
        parts[f"loop {n}"] = fenced("asm", lines) + text
    return parts


# What the text says of a loop, whoever compiles it: bits of a register, registers to add to, the
# multiply-adds for each load.
_SAID = {
    "triple_loop": ((32,), (1, 16), (0.5, 1)),
    "dot_product": ((256,), (1, 2), (0.5, 0.5)),
    "several_sums": ((256,), (4, 16), (0.5, 0.5)),
    "register_tile": ((256,), (8, 16), (1.2, 12)),
    "packed_and_blocked": ((256,), (8, 16), (1.2, 12)),
    "fused": ((256,), (8, 16), (1.2, 12)),
}


def faults_of_loops(loops):
    """Where that does not hold."""
    for step, (bits, chains, ratio) in _SAID.items():
        c, n = assembly.count(loops[step]), len(accumulators(loops[step]))
        if c.vector_bits not in bits:
            yield f"{step}: registers of {c.vector_bits} bits"
        if not chains[0] <= n <= chains[1]:
            yield f"{step}: adds to {n} registers"
        if not ratio[0] <= c.fmas_per_load <= ratio[1]:
            yield f"{step}: {c.fmas_per_load:.2f} multiply-adds a load"
        if c.spills or c.calls or c.stores:
            yield f"{step}: {c.spills} accesses of the stack, {c.calls} calls, {c.stores} stores"
    if not epilogue(loops["fused"])[0]:
        yield "fused: nothing is computed behind the loop"


def compiler_name(compiler):
    """What the compiler says it is; g++ under any other name is g++."""
    run = subprocess.run([*compiler, "--version"], capture_output=True, text=True, check=True)
    return re.sub(r"^\S+ \(", "g++ (", run.stdout.splitlines()[0])


# --- speeds

def speed_parts(result):
    """The table, and its line for each step."""
    peak, sizes = result["peak"], result["sizes"]
    rows = {name: [f"{g:.2f} ({100 * g / peak:.1f} %)" for g in result["gflops"][name]]
            for name in _STEPS + _BESIDES}
    table = [f"{result['machine']}; peak: {peak:.1f} GFLOP/s of multiply-adds in float, one thread",
             "", "| GFLOP/s (of peak) | " + " | ".join(sizes) + " |",
             "|---" * (len(sizes) + 1) + "|"]
    table += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items()]
    return {"speeds": "\n".join(table) + "\n", **speed_lines(sizes, rows)}


def speed_lines(sizes, rows):
    """The speed of each step, in a line."""
    return {f"speed {n}": "GFLOP/s: " + ", ".join(
        f"{cell} at {size}" for size, cell in zip(sizes, rows[step])) + "\n"
            for n, step in enumerate(_STEPS, 1)}


def faults_of_speeds(parts):
    """What is missing in the speeds of a page, or cannot be."""
    head, *lines = parts["speeds"].splitlines() or [""]
    peak = re.search(r"; peak: (\d+\.\d) GFLOP/s", head)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line]
    if not peak or len(rows) < 2:
        yield "speeds: there is no peak, or no table"
        return
    sizes, cells = rows[0][1:], {row[0]: row[1:] for row in rows[2:]}
    for name in _STEPS + _BESIDES:
        numbers = [re.fullmatch(r"(\d+\.\d\d) \((\d+\.\d) %\)", c) for c in cells.get(name, [])]
        if not sizes or len(numbers) != len(sizes) or not all(numbers):
            yield f"speeds: {name} needs a number like \"12.34 (10.4 %)\" for each size"
            return
        for m in numbers:
            speed, share = float(m[1]), float(m[2])
            off = abs(share - 100 * speed / float(peak[1]))
            if not 0.01 <= speed <= 10000 or share > 105 or off > 0.1 + share / 100:
                yield f"speeds: {name} cannot be at {m[0]} of {peak[1]}"
    for name, line in speed_lines(sizes, cells).items():
        if parts[name] != line:
            yield f"{name}: is not what the table says"


# --- write and check

def produced(compiler, source, program):
    """All parts; without those of the speeds where there is no program."""
    parts = code_parts(source)
    parts["compiler"] = f"`{compiler_name(compiler)}`, `{' '.join(_FLAGS)}`\n"
    parts.update(loop_parts(loops_of(compiler, source)))
    if program:
        run = subprocess.run([program, "--json"], capture_output=True, text=True, check=False)
        if run.returncode:
            fail(f"{program} fails: {run.stderr.strip()}")
        parts.update(speed_parts(json.loads(run.stdout)))
    return parts


def difference(name, there, expected):
    """The first line in which a part is not what it should be."""
    old, new = there.splitlines(), expected.splitlines()
    n = next((n for n, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    has, should = (lines[n] if n < len(lines) else "no more lines" for lines in (old, new))
    return f"{name}: the page has\n    {has.strip()}\nand should have\n    {should.strip()}"


def check(compiler, source, page):
    """(what is wrong, as sentences; what could not be compared, or nothing)."""
    there = parts_of(page)
    names = [f"{what} {n + 1}" for n in range(len(_STEPS)) for what in ("code", "loop", "speed")]
    missing = [name for name in names + ["compiler", "speeds"] if name not in there]
    if missing:
        return [f"{name}: is not in the page" for name in missing], ""
    expected = code_parts(source)
    loops = loops_of(compiler, source)
    faults = list(faults_of_loops(loops))
    name, note = compiler_name(compiler), ""
    if f"`{name}`, `{' '.join(_FLAGS)}`\n" == there["compiler"]:
        expected.update(loop_parts(loops))
    else:
        note = f"{name} did not write the loops: only what the text says of them was checked"
    faults += [difference(part, there[part], text) for part, text in expected.items()
               if there[part] != text]
    return faults + list(faults_of_speeds(there)), note


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", nargs="?", const="", metavar="PROGRAM")
    what.add_argument("--check", action="store_true")
    parser.add_argument("--page", type=pathlib.Path, default=_PAGE)
    parser.add_argument("--source", type=pathlib.Path, default=_SOURCE)
    parser.add_argument("--compiler", nargs=argparse.REMAINDER, default=["g++"])
    return parser.parse_args()


def main():
    """Writes or checks. Status 1 where something differs."""
    options = arguments()
    for path in (options.page, options.source):
        if not path.is_file():
            fail(f"there is no file {path}")
    if not options.compiler or shutil.which(options.compiler[0]) is None:
        fail(f"there is no compiler {' '.join(options.compiler)}")
    if options.write and shutil.which(options.write) is None:
        fail(f"there is no program {options.write}")
    page, source = options.page.read_text(), options.source.read_text()
    if options.check:
        faults, note = check(options.compiler, source, page)
        print("\n".join(faults + ([note] if note else [])) or "the page is what would be written")
        if faults:
            print("`meson compile -C build tutorial` writes the page anew")
        return len(faults) > 0
    options.page.write_text(with_parts(page, produced(options.compiler, source, options.write)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
