# SPDX-License-Identifier: BSL-1.0
"""What an instruction of x86-64 does, in AT&T syntax. bench/codegen/assembly.py asks."""

import re

COMMENT = re.compile(r"\s+(#|//).*$")
PREFIXES = ("lock", "rep", "repz", "repnz", "notrack", "data16", "cs")
TRIPLE = "x86_64"

_JUMP = re.compile(r"^j[a-z]+$")
_ENDS = re.compile(r"^(jmp|ret|retq|ud2)$")
_FMA = re.compile(r"^(vf(n?)m(add|sub)\d\w*|vdpb\w+|vdpw\w+|vdpbf16ps|vpdp\w+)")
_SHUFFLE = re.compile(r"^v?(p?perm|p?shuf|p?unpck|p?insert|p?extract|pinsr|pextr|p?align|movddup|"
                      r"movs[hl]dup|p?blend|movlhps|movhlps|ps[lr]ldq)")
_ARITHMETIC = re.compile(r"^v?(add|sub|mul|div|min|max|sqrt|and|andn|or|xor|cmp\w*|rcp|rcp14|rsqrt|"
                         r"rsqrt14|rndscale|scalef|getexp|getmant|fpclass|round|addsub|hadd|dp)"
                         r"(p|s)[sdh]$|"
                         r"^v?p(add|sub|mul|min|max|abs|and|andn|or|xor|madd|cmp|sll|srl|sra|tern|"
                         r"sad|rol|ror|sign|avg)\w*$|"
                         r"^vcvt\w+$|^cvt\w+$|^vfmaddsub\w+$|^vfmsubadd\w+$")
_WRITES_ONE = re.compile(r"^(inc|dec|neg|not|sh[lr]|sa[lr]|ro[lr]|fst\w*|fist\w*)[bwlqps]?$|"
                         r"^set[a-z]+$")


def is_jump(i):
    return bool(_JUMP.match(i.name))


def ends(i):
    """Is the next instruction not the one behind it?"""
    return bool(_ENDS.match(i.name))


def is_fma(i):
    return bool(_FMA.match(i.name))


def is_call(i):
    return i.name in ("call", "callq")


def is_broadcast(i):
    return "broadcast" in i.name or "{1to" in i.text or i.name in ("movddup", "vmovddup")


def is_arithmetic(i):
    return is_fma(i) or (bool(_ARITHMETIC.match(i.name)) and not is_shuffle(i))


def is_shuffle(i):
    return bool(_SHUFFLE.match(i.name)) and not is_broadcast(i)


def _is_prefetch(i):
    return i.name.startswith("prefetch")


def _memory(operand):
    return "(" in operand


def is_load(i):
    if i.name.startswith(("lea", "nop")) or _is_prefetch(i) or is_call(i) or not i.operands:
        return False
    only_writes = i.name.startswith(("v", "mov", "set", "fst", "pextr", "extract"))
    reads_last = i.name.startswith(("cmp", "test", "pop")) or not only_writes
    return any(map(_memory, i.operands[:-1])) or (_memory(i.operands[-1]) and reads_last)


def is_store(i):
    if i.name.startswith("cmpxchg"):
        return _memory(i.operands[-1])
    if not i.operands or i.name.startswith(("lea", "nop", "cmp", "test", "push", "j")):
        return i.name.startswith("push")
    last = i.operands[-1] if not i.operands[-1].startswith("{") else i.operands[-2]
    return _memory(last) and not _is_prefetch(i) and not is_call(i) and (
        len(i.operands) > 1 or bool(_WRITES_ONE.match(i.name)))


def touches_stack(i, function):
    """Is its memory in the frame of its function?"""
    framed = any(j.text.startswith(("movq\t%rsp, %rbp", "mov\t%rsp, %rbp"))
                 for j in function.body)
    base = r"\((%rsp|%rbp)\b" if framed else r"\(%rsp\b"
    return bool(re.search(base, i.text)) and not i.name.startswith(("lea", "nop"))


def _scalar_bits(name):
    """Of what works on the lowest lane alone; else 0."""
    scalar = re.search(r"s([dsh])(2u?si)?[lq]?$", name) if not re.match(r"v?p", name) else None
    return {"d": 64, "s": 32, "h": 16}[scalar.group(1)] if scalar else 0


def width(i):
    """Bits of the widest register it works on; 0 where there is no vector register."""
    text = i.text
    if "%zmm" in text:
        return 512
    if "%ymm" in text:
        return 256
    if "%xmm" in text:
        return _scalar_bits(i.name) or 128
    return 0


def peak(bits):
    """Instructions that do as many multiply-adds as a core with such registers can: one in each
    register but two."""
    if bits == 128:
        return [f"{name} %xmm14, %xmm{i}" for i in range(14) for name in ("mulps", "addps")]
    register = {256: "ymm", 512: "zmm"}[bits]
    return [f"vfmadd231ps %{register}14, %{register}15, %{register}{i}" for i in range(14)]
