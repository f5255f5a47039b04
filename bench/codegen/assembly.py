# SPDX-License-Identifier: BSL-1.0
"""What a compiler made of a function: its loops, and what is in them.

Reads what -S writes for x86-64 (AT&T syntax). A loop is what lies between a label and
a jump back to it; the hot one of a function and of all that it calls is the innermost loop with the
most multiply-adds, and as little besides as can be, or, where there are none, with the most
arithmetic.
"""

import dataclasses
import re
import shutil
import subprocess


@dataclasses.dataclass(frozen=True)
class Instruction:
    """One instruction: its name, its operands as they are written, where it jumps to."""
    name: str
    operands: tuple
    text: str
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


_PREFIXES = ("lock", "rep", "repz", "repnz", "notrack", "data16", "cs")
_JUMP = re.compile(r"^j[a-z]+$")


def parse(text):
    """The functions of an assembly file, by name; and its tables of functions, as functions whose
    only instructions name them. What a line's comment says is left out."""
    functions, current, table = {}, None, None
    declared = set(re.findall(r"^\s*\.type\s+([\w.$@]+),\s*[@%]function", text, re.M))
    for line in text.splitlines():
        line = re.sub(r"\s+(#|//).*$", "", line).rstrip()
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
            elif table is not None and stripped.startswith(".quad"):
                word = stripped.split()[1]
                table.body.append(Instruction(".quad", (word,), stripped))
        elif current is not None:
            current.body.append(_instruction(stripped))
    return {name: f for name, f in functions.items() if f.body}


def _instruction(text):
    words = text.split(None, 1)
    while words[0] in _PREFIXES and len(words) > 1:
        words = words[1].split(None, 1)
    operands = split_operands(words[1]) if len(words) > 1 else ()
    target = operands[-1] if operands and _JUMP.match(words[0]) else ""
    return Instruction(words[0], operands, text, target)


_ENDS = re.compile(r"^(jmp|ret|retq|ud2)$")


def _predecessors(function):
    before = [[] for _ in function.body]
    for i, instruction in enumerate(function.body):
        if i + 1 < len(before) and not _ENDS.match(instruction.name):
            before[i + 1].append(i)
        to = function.labels.get(instruction.target, len(before))
        if to < len(before):
            before[to].append(i)
    return before


def loops(function):
    """All natural loops of a function: what lies on a way from a label to a jump back to it."""
    before, by_head = _predecessors(function), {}
    for i, instruction in enumerate(function.body):
        head = function.labels.get(instruction.target)
        if head is None or head > i:
            continue
        inside, todo, entered = {head}, [i], False
        while todo:
            j = todo.pop()
            if j not in inside:
                inside.add(j)
                todo += before[j]
                entered |= j == 0 or not before[j]
        # A jump back to where two ways meet is no loop: its way begins elsewhere.
        if not entered:
            by_head.setdefault(head, set()).update(inside)
    return [Loop(function, tuple(sorted(inside))) for inside in by_head.values()]


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


# --- what an instruction does

_FMA = re.compile(r"^(vf(n?)m(add|sub)\w*|vdpb\w+|vdpw\w+|vdpbf16ps)")
_SHUFFLE = re.compile(r"^v?(p?perm|p?shuf|p?unpck|p?insert|p?extract|p?align|movddup|movs[hl]dup|"
                      r"p?blend|movlhps|movhlps)")
_ARITHMETIC = re.compile(r"^v?(add|sub|mul|div|min|max|sqrt|and|andn|or|xor|cmp|rcp|rsqrt|rndscale|"
                         r"scalef|round|addsub|hadd)(p|s)[sdh]$|"
                         r"^v?p(add|sub|mul|min|max|abs|and|andn|or|xor|madd|cmp|sll|srl|sra|tern)"
                         r"\w*$|"
                         r"^vcvt\w+$|^cvt\w+$")


def is_fma(i):
    return bool(_FMA.match(i.name)) and not i.name.startswith("vfmaddsub")


def is_call(i):
    return i.name in ("call", "callq")


def is_broadcast(i):
    return "broadcast" in i.name or "{1to" in i.text or i.name in ("movddup", "vmovddup")


def is_arithmetic(i):
    return bool(_ARITHMETIC.match(i.name)) or is_fma(i)


def is_shuffle(i):
    return bool(_SHUFFLE.match(i.name)) and not is_broadcast(i)


def is_prefetch(i):
    return i.name.startswith("prefetch")


def _memory(operand):
    return "(" in operand


def is_load(i):
    """Does it read memory?"""
    if i.name.startswith(("lea", "nop")) or is_prefetch(i) or is_call(i) or not i.operands:
        return False
    reads_last = i.name.startswith(("cmp", "test", "pop")) or not i.name.startswith(("v", "mov"))
    return any(map(_memory, i.operands[:-1])) or (_memory(i.operands[-1]) and reads_last)


def is_store(i):
    """Does it write memory?"""
    if not i.operands or i.name.startswith(("lea", "nop", "cmp", "test", "push", "j")):
        return i.name.startswith("push")
    last = i.operands[-1] if not i.operands[-1].startswith("{") else i.operands[-2]
    return _memory(last) and not is_prefetch(i) and not is_call(i) and len(i.operands) > 1


def touches_stack(i, function):
    """Is its memory in the frame of its function?"""
    framed = any(j.text.startswith(("movq\t%rsp, %rbp", "mov\t%rsp, %rbp"))
                 for j in function.body)
    base = r"\((%rsp|%rbp)\b" if framed else r"\(%rsp\b"
    return bool(re.search(base, i.text)) and not i.name.startswith(("lea", "nop"))


def width(i):
    """Bits of the widest register it works on; 0 where there is no vector register."""
    text = i.text
    if "%zmm" in text:
        return 512
    if "%ymm" in text:
        return 256
    if "%xmm" in text:
        return {"sd": 64, "ss": 32}.get(i.name[-2:], 128)
    return 0


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


def hot_loop(functions, root, among=lambda name: True):
    """The innermost loop below `root` with the most multiply-adds, each for as many as there are
    among its instructions; else the most arithmetic; in functions of such names. None where there
    is no loop."""
    every = [loop for name in reachable(functions, root) if among(name)
             for loop in innermost(functions[name])]
    if not every:
        return None

    def heat(loop):
        c = count(loop)
        return c.fmas ** 2 / c.instructions, c.arithmetic, -c.instructions

    return max(every, key=heat)


# --- cycles, as llvm-mca predicts them

def mca_program():
    """The newest llvm-mca there is; None where there is none."""
    names = ["llvm-mca"] + [f"llvm-mca-{v}" for v in range(13, 30)]
    there = [p for p in map(shutil.which, names) if p]
    return there[-1] if there else None


def mca_cycles(lines, cpus):
    """(cycles of one turn of a loop of these lines, cpu) by the first of the cpus that llvm-mca
    knows and that has all instructions; None where there is none."""
    program, turns = mca_program(), 200
    for cpu in cpus if program else ():
        run = subprocess.run([program, "-mtriple=x86_64", f"-mcpu={cpu}", f"-iterations={turns}"],
                             input="\n".join(lines) + "\n", capture_output=True, text=True,
                             check=False)
        cycles = re.search(r"^Total Cycles:\s+(\d+)", run.stdout, re.M)
        if run.returncode == 0 and cycles and "not supported" not in run.stderr:
            return int(cycles.group(1)) / turns, cpu
    return None
