# SPDX-License-Identifier: BSL-1.0
"""What an instruction of AArch64 does. bench/codegen/assembly.py asks."""

import re

COMMENT = re.compile(r"\s*//.*$")
PREFIXES = ()
TRIPLE = "aarch64"

_JUMP = re.compile(r"^(b|b\.?(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|al)|"
                   r"cbn?z|tbn?z)$")
_FMA = re.compile(r"^(fmla|fmls|fn?madd|fn?msub|mla|mls|[su]ml[as]l2?|[su]dot|usdot|sudot|bfdot|"
                  r"bfml\w+|[su]mmla|usmmla|bfmmla|fmlal2?)$")
_SHUFFLE = re.compile(r"^(zip[12]|uzp[12]|trn[12]|ext|tbl|tbx|rev(16|32|64)|ins)$")
_FLOAT = re.compile(r"^(f(add|sub|mul|div|max|min|abs|neg|sqrt|cm|maxnm|minnm|abd|nmul|csel|recp|"
                    r"rsqrt|rint|cvt)\w*|[su]cvtf)$")
_VECTOR_INTEGER = re.compile(r"^(s?q?(add|sub|mul|max|min|abs|shl|shr)\w*|"
                             r"[su](max|min|mull|add|sub|shr|shl|xtl)\w*|"
                             r"and|orr|eor|bic|bsl|bit|bif|not|neg|cm\w+|xtn2?)$")
_REGISTER = re.compile(r"\b([vqdshb])\d+(?:\.(\d*)([bhsd]))?")
_BITS = {"b": 8, "h": 16, "s": 32, "d": 64, "q": 128}


def is_jump(i):
    return bool(_JUMP.match(i.name))


def ends(i):
    """Is the next instruction not the one behind it?"""
    return i.name in ("b", "br", "ret", "brk")


def is_fma(i):
    return bool(_FMA.match(i.name))


def is_call(i):
    return i.name in ("bl", "blr")


def is_broadcast(i):
    """Also what takes one lane of a register for all of another: `fmla v0.4s, v1.4s, v2.s[0]`."""
    by_lane = (is_arithmetic(i) and i.operands and re.search(r"\.[hsd]\[\d+\]$", i.operands[-1]))
    return i.name in ("dup", "ld1r", "ld2r", "ld3r", "ld4r") or bool(by_lane)


def is_arithmetic(i):
    return (is_fma(i) or bool(_FLOAT.match(i.name)) or
            bool(_VECTOR_INTEGER.match(i.name) and re.search(r"\bv\d+\.", i.text)))


def is_shuffle(i):
    moves_a_lane = i.name == "mov" and re.search(r"\bv\d+\.[bhsd]\[", i.text)
    return bool(_SHUFFLE.match(i.name) or moves_a_lane)


def is_load(i):
    return i.name.startswith("ld")


def is_store(i):
    return i.name.startswith("st")


def touches_stack(i, function):
    """Is its memory in the frame of its function?"""
    framed = any(j.name in ("mov", "add") and j.operands[:2] == ("x29", "sp")
                 for j in function.body)
    return bool(re.search(r"\[(sp|x29)\b" if framed else r"\[sp\b", i.text))


def width(i):
    """Bits of the widest register it works on; 0 where there is no vector register."""
    widest = 0
    for kind, lanes, lane in _REGISTER.findall(i.text):
        if kind == "v":
            widest = max(widest, int(lanes) * _BITS[lane] if lanes else 0)
        else:
            widest = max(widest, _BITS[kind])
    return widest


def peak(_bits):
    """Instructions that do as many multiply-adds as a core can: one in each register but two."""
    return [f"fmla v{i}.4s, v30.4s, v31.4s" for i in range(30)]
