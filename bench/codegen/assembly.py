# SPDX-License-Identifier: BSL-1.0
"""What a compiler made of a function: its loops, and what is in them.

Reads what -S writes for x86-64 (AT&T syntax; x86.py) and for AArch64 (aarch64.py). The hot loop of
a function and of all that it calls is the innermost one with the most multiply-adds, and as little
besides as can be, or, where there are none, with the most arithmetic.
"""

import dataclasses
import pathlib
import re
import shutil
import subprocess
import tempfile
import types

import aarch64
import x86


@dataclasses.dataclass(frozen=True)
class Instruction:
    """One instruction: its name, its operands as they are written, where it jumps to."""
    name: str
    operands: tuple
    text: str
    isa: types.ModuleType
    target: str = ""


@dataclasses.dataclass
class Function:
    """Instructions in order, and the index of the one behind each label."""
    name: str
    body: list
    labels: dict


@dataclasses.dataclass(frozen=True)
class Loop:
    """The instructions of a function that are run again and again, by their indices."""
    function: Function
    indices: tuple

    @property
    def body(self):
        return [self.function.body[i] for i in self.indices]


def compiled(command, source, name="source.cpp"):
    """(assembly, '') of a source of that name; or ('', the compiler's errors)."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = pathlib.Path(folder) / name, pathlib.Path(folder) / "out.s"
        path.write_text(source)
        run = subprocess.run([*command, "-S", str(path), "-o", str(out)], capture_output=True,
                             text=True, check=False)
        if run.returncode == 0:
            return out.read_text(), ""
        errors = [line for line in run.stderr.splitlines() if "error" in line]
        return "", "\n".join(errors[:5]) or run.stderr or "no reason given"


def demangled(names):
    """Each name as C++ writes it."""
    if not names or shutil.which("c++filt") is None:
        return list(names)
    run = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True,
                         check=True)
    return run.stdout.splitlines()


def split_operands(text):
    """Operands between commas, but for those inside brackets and braces."""
    parts, depth, begin = [], 0, 0
    for i, c in enumerate(text):
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[begin:i].strip())
            begin = i + 1
    parts.append(text[begin:].strip())
    return tuple(p for p in parts if p)


def instruction_set(text):
    """The module that knows the instructions of an assembly file."""
    return x86 if re.search(r"%[er]?[abcds][xpi]\b|%r\d+|%[xyz]mm\d", text) else aarch64


def parse(text):
    """The functions of an assembly file, by name; and its tables of functions, as functions whose
    only instructions name them. What a line's comment says is left out."""
    functions, current, table, isa = {}, None, None, instruction_set(text)
    declared = set(re.findall(r"^\s*\.type\s+([\w.$@]+),\s*[@%]function", text, re.M))
    for line in text.splitlines():
        line = isa.COMMENT.sub("", line).rstrip()
        label = re.match(r"^([\w.$@]+):", line)
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", "//")):
            continue
        if label:
            name = label.group(1)
            if name in declared:
                current, table = Function(name, [], {}), None
                functions[name] = current
            elif current is not None:
                current.labels[name] = len(current.body)
            else:
                table = functions[name] = Function(name, [], {})
        elif stripped.startswith("."):
            if stripped.startswith(".size"):
                current = None
            elif table is not None and stripped.startswith((".quad", ".xword")):
                word = stripped.split()[1]
                table.body.append(Instruction(".quad", (word,), stripped, isa))
        elif current is not None:
            current.body.append(_instruction(stripped, isa))
    return {name: f for name, f in functions.items() if f.body}


def _instruction(text, isa):
    words = text.split(None, 1)
    while words[0] in isa.PREFIXES and len(words) > 1:
        words = words[1].split(None, 1)
    operands = split_operands(words[1]) if len(words) > 1 else ()
    plain = Instruction(words[0], operands, text, isa)
    jumps = operands and isa.is_jump(plain)
    return dataclasses.replace(plain, target=operands[-1]) if jumps else plain


_NEVER_RETURNS = re.compile(r"throw|abort|terminate|rethrow|_Unwind_Resume|stack_chk_fail|"
                            r"__assert_fail|__cxa_bad|unreachable")


def _goes_on(i):
    """May the instruction behind it be the next?"""
    return not i.isa.ends(i) and not (is_call(i) and i.operands and
                                      _NEVER_RETURNS.search(i.operands[-1]))


class _Flow:
    """The basic blocks of a function, by the indices of their first instructions, and who follows
    whom. What nobody leads to, such as the handler of an exception, follows the entry."""

    def __init__(self, function):
        body, labels = function.body, function.labels
        targets = {labels[i.target] for i in body if i.target in labels}
        begins = {0} | {t for t in targets if t < len(body)}
        begins |= {n + 1 for n, i in enumerate(body)
                   if n + 1 < len(body) and (i.target or not _goes_on(i))}
        self.begins = sorted(begins)
        ends = self.begins[1:] + [len(body)]
        self.members = {b: range(b, e) for b, e in zip(self.begins, ends)}
        self.before = {b: [] for b in self.begins}
        for begin, end in zip(self.begins, ends):
            last = body[end - 1]
            if end < len(body) and _goes_on(last):
                self.before[end].append(begin)
            if labels.get(last.target, len(body)) < len(body):
                self.before[labels[last.target]].append(begin)
        self.roots = {b for b in self.begins if not self.before[b]} | {0}

    def dominators(self):
        """{block: all blocks on every way to it}; of a block that no way leads to, all."""
        every = frozenset(self.begins)
        over = {b: frozenset([b]) if b in self.roots else every for b in self.begins}
        changed = True
        while changed:
            changed = False
            for b in self.begins:
                if b in self.roots:
                    continue
                now = frozenset.intersection(*(over[p] for p in self.before[b])) | {b}
                changed |= now != over[b]
                over[b] = now
        return over


def loops(function):
    """All natural loops of a function: the blocks on a way from one that dominates another back to
    it."""
    flow, by_head = _Flow(function), {}
    over = flow.dominators()
    for head in flow.begins:
        for end in flow.before[head]:
            if head not in over[end]:
                continue
            inside, todo = {head}, [end]
            while todo:
                block = todo.pop()
                if block not in inside:
                    inside.add(block)
                    todo += flow.before[block]
            by_head.setdefault(head, set()).update(inside)
    return [Loop(function, tuple(n for b in sorted(inside) for n in flow.members[b]))
            for inside in by_head.values()]


def innermost(function):
    """The loops that contain no other."""
    every = loops(function)
    return [a for a in every if not any(set(b.indices) < set(a.indices) for b in every)]


def reachable(functions, root):
    """The names of all functions that `root` may reach: those it names anywhere."""
    seen, todo = [], [root]
    while todo:
        name = todo.pop()
        if name in seen or name not in functions:
            continue
        seen.append(name)
        for instruction in functions[name].body:
            for operand in instruction.operands:
                todo += [w for w in re.findall(r"[\w.$]+", operand) if w in functions]
    return seen


# --- what an instruction does, as its instruction set has it

def is_fma(i):
    """Does it multiply and add?"""
    return i.isa.is_fma(i)


def is_call(i):
    """Does it call a function?"""
    return i.isa.is_call(i)


def is_broadcast(i):
    """Does it take one element for all lanes?"""
    return i.isa.is_broadcast(i)


def is_arithmetic(i):
    """Does it compute on vectors or on floating-point numbers?"""
    return i.isa.is_arithmetic(i)


def is_shuffle(i):
    """Does it move elements between lanes?"""
    return i.isa.is_shuffle(i)


def is_load(i):
    """Does it read memory?"""
    return i.isa.is_load(i)


def is_store(i):
    """Does it write memory?"""
    return i.isa.is_store(i)


def width(i):
    """Bits of the widest vector register it works on, of a scalar those of the scalar; or 0."""
    return i.isa.width(i)


def touches_stack(i, function):
    """Is its memory in the frame of its function?"""
    return i.isa.touches_stack(i, function)


@dataclasses.dataclass(frozen=True)
class Counters:
    """What one turn of a loop holds."""
    instructions: int
    fmas: int
    arithmetic: int
    loads: int
    stores: int
    broadcasts: int
    shuffles: int
    spills: int
    calls: int
    vector_bits: int

    @property
    def fmas_per_load(self):
        return self.fmas / self.loads if self.loads else float("inf") if self.fmas else 0.0


def count(loop):
    """The counters of a loop."""
    body = loop.body

    def number(what):
        return sum(map(what, body))

    fmas = [i for i in body if is_fma(i)] or [i for i in body if is_arithmetic(i)]
    return Counters(
        instructions=len(body), fmas=number(is_fma), arithmetic=number(is_arithmetic),
        loads=number(is_load), stores=number(is_store), broadcasts=number(is_broadcast),
        shuffles=number(is_shuffle), calls=number(is_call),
        spills=sum(touches_stack(i, loop.function) and (is_load(i) or is_store(i)) for i in body),
        vector_bits=max(map(width, fmas), default=0))


def multiplied_and_added(loop):
    """The instructions that multiply and add; where none does both, those of which there are fewer:
    multiplications or additions."""
    fused = [i for i in loop.body if is_fma(i)]
    apart = [[i for i in loop.body if re.match(name, i.name) and width(i)]
             for name in (r"v?f?mul([ps][sd])?$", r"v?f?(add|sub)([ps][sd])?$")]
    return fused or min(apart, key=len)


def hot_loop(functions, root, among=lambda name: True):
    """The innermost loop below `root` with the most multiply-adds, each for as many as there are
    among its instructions; else the most arithmetic; in functions of such names. None where there
    is no loop."""
    every = [loop for name in reachable(functions, root) if among(name)
             for loop in innermost(functions[name])]
    if not every:
        return None

    def heat(loop):
        many = len(loop.body)
        return (len(multiplied_and_added(loop)) ** 2 / many, count(loop).arithmetic ** 2 / many,
                -many)

    return max(every, key=heat)


# --- cycles, as llvm-mca predicts them

def mca_program():
    """The newest llvm-mca there is; None where there is none."""
    names = ["llvm-mca"] + [f"llvm-mca-{v}" for v in range(13, 30)]
    there = [p for p in map(shutil.which, names) if p]
    return there[-1] if there else None


@dataclasses.dataclass(frozen=True)
class Prediction:
    """Of a loop: cycles of one turn; cycles that its instructions need if none waits for another;
    and for which core."""
    cycles: float
    throughput: float
    cpu: str


def predict(lines, isa, cpus):
    """A prediction for a loop of these lines, by the first of the cpus that llvm-mca knows and that
    has all instructions; None where there is none."""
    program, turns = mca_program(), 200
    for cpu in cpus if program and lines else ():
        run = subprocess.run([program, f"-mtriple={isa.TRIPLE}", f"-mcpu={cpu}",
                              f"-iterations={turns}"], input="\n".join(lines) + "\n",
                             capture_output=True, text=True, check=False)
        cycles = re.search(r"^Total Cycles:\s+(\d+)", run.stdout, re.M)
        throughput = re.search(r"^Block RThroughput:\s+([\d.]+)", run.stdout, re.M)
        if run.returncode == 0 and cycles and throughput and "not supported" not in run.stderr:
            return Prediction(int(cycles.group(1)) / turns, float(throughput.group(1)), cpu)
    return None


def predict_loop(loop, cpus):
    """The same for a loop; what is said of where it jumps to does not matter."""
    return predict([i.text for i in loop.body if not i.target], loop.body[0].isa, cpus)


def share_of_peak(loop, prediction, bits):
    """How much of the multiply-adds that the core could do in registers of so many bits the loop
    does; where there are none, of pairs of a multiplication and an addition. None where it does
    neither."""
    isa = loop.body[0].isa
    most = predict(isa.peak(bits), isa, [prediction.cpu])
    done = sum(map(width, multiplied_and_added(loop)))
    pairs = [i for i in isa.peak(bits) if not i.startswith("mulps")]
    if not most or not done:
        return None
    return done / prediction.cycles / (bits * len(pairs) / most.throughput)
