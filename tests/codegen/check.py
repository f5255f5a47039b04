# SPDX-License-Identifier: BSL-1.0
"""Properties of the assembly that a compiler makes of bench/codegen/specimens.cpp by each policy;
and that each of them finds fault with tests/codegen/bad.cpp, where it is broken.

    check.py ROOT BAD ISA COMPILER...
"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root / "bench" / "codegen"))
import assembly  # noqa: E402
import specimens  # noqa: E402

# x86-64 registers of vectors, and what a tile of float is made of: rows and batches.
_TILES = {512: (6, 4), 256: (6, 2)}


def own_loops(functions, start):
    """The innermost loops of all functions that `start` reaches."""
    return [loop for name in assembly.reachable(functions, start)
            for loop in assembly.innermost(functions[name])]


# --- each property: what is wrong with the function `start`, as sentences

def tile_loop(functions, start, epilogue):
    """The hottest loop of the register tile: of the plain one, or of one with an epilogue; of
    anything, where nothing is called a tile."""
    tiles = [n for n in assembly.reachable(functions, start) if "6kernel4tileI" in n or
             "6kernel5sweepI" in n]
    if not tiles:
        return assembly.hot_loop(functions, start)
    return assembly.hot_loop(functions, start,
                             lambda n: n in tiles and ("6finishI" in n) == epilogue)


def tile_is_tight(functions, start, epilogue=False):
    """The loop of the register tile: no stack, no call, no store, MR * NRV multiply-adds a step, as
    many loads as it has rows and batches. So an epilogue adds nothing to it."""
    loop = tile_loop(functions, start, epilogue)
    if loop is None:
        return ["there is no loop"]
    c = assembly.count(loop)
    faults = [f"{n} {what}" for n, what in ((c.spills, "accesses of the stack"),
                                            (c.calls, "calls"), (c.stores, "stores")) if n]
    if c.vector_bits not in _TILES:
        return faults + [f"registers of {c.vector_bits} bits"]
    rows, batches = _TILES[c.vector_bits]
    steps, rest = divmod(c.fmas, rows * batches)
    if steps < 1 or rest:
        faults.append(f"{c.fmas} multiply-adds, no multiple of {rows} x {batches}")
    elif c.loads > steps * (rows + batches):
        faults.append(f"{c.loads} loads in {steps} steps of {rows} x {batches}")
    return faults


def tiles_keep_off_the_stack(functions, start):
    """No loop of a whole tile, packing or not, goes through the stack or calls."""
    loops = [loop for name in assembly.reachable(functions, start)
             if "6kernel" in name or name == start for loop in assembly.innermost(functions[name])]
    whole = [(loop, c) for loop in loops if (c := assembly.count(loop)).vector_bits in _TILES and
             c.fmas >= _TILES[c.vector_bits][0] * _TILES[c.vector_bits][1] and
             ("kernel4tileI" in loop.function.name or "5sweepI" in loop.function.name or
              loop.function.name == start)]
    if not whole:
        return ["there is no loop of a whole tile"]
    return [f"{c.spills} accesses of the stack, {c.calls} calls in {loop.function.name}"
            for loop, c in whole if c.spills or c.calls]


def stores_once(functions, start):
    """A tile with an epilogue stores each batch of C once: whole, or behind a mask."""
    names = [n for n in assembly.reachable(functions, start)
             if "6kernel4tileI" in n and "6finishI" in n] or [start]
    faults = []
    for name in names:
        function = functions[name]
        stores = [i for i in function.body if assembly.is_store(i) and assembly.width(i) >= 256 and
                  not assembly.touches_stack(i, function)]
        tile = re.search(r"ELi(\d+)ELi(\d+)E", name)
        most = 2 * int(tile.group(1)) * int(tile.group(2)) if tile else 1
        if len(stores) > most:
            faults.append(f"{len(stores)} stores in {name}, more than {most}")
    return faults


def is_scalar(functions, start):
    """Multiply-adds of single elements only."""
    body = [i for loop in own_loops(functions, start) for i in loop.body]
    if not any(map(assembly.is_fma, body)):
        return ["there is no loop with multiply-adds"]
    return [f"{i.text} in a loop" for i in body
            if assembly.is_arithmetic(i) and assembly.width(i) > 64 and
            not i.name.startswith(("vxor", "vpxor", "xor"))]


def has_chains(functions, start):
    """Multiply-adds of vectors, into four registers at least."""
    loop = assembly.hot_loop(functions, start)
    if loop is None:
        return ["there is no loop"]
    fmas = [i for i in loop.body if assembly.is_fma(i)]
    if not fmas or assembly.count(loop).vector_bits < 128:
        return ["no multiply-adds of vectors"]
    chains = {i.operands[-1].split("{")[0] for i in fmas}
    return [] if len(chains) >= 4 else [f"{len(chains)} accumulators"]


def passes_once(functions, start, operands):
    """An element-wise loop: each operand is read once for each batch that is written. Constants and
    addresses may be read besides."""
    faults, there = [], False
    for loop in own_loops(functions, start):
        c = assembly.count(loop)
        if c.vector_bits < 128 or not c.stores:
            continue
        there = True
        batches = sum(assembly.is_load(i) and assembly.width(i) > 0 and "(%rip)" not in i.text
                      for i in loop.body)
        if batches != operands * c.stores:
            faults.append(f"{batches} loads and {c.stores} stores of {operands} operands")
    return faults if there else ["there is no loop of vectors that stores"]


def is_straight(functions, start):
    """Neither loop nor call, in the function itself."""
    function = functions[start]
    faults = ["a loop"] if assembly.loops(function) else []
    return faults + [i.text for i in function.body if assembly.is_call(i)]


def allocates_nothing(functions, start):
    """No call of what gives memory, but on the way to throw or where operands overlap C."""
    names = re.compile(r"\b(_Znwm|_Znam|_ZnwmSt11align_val_t|_ZnamSt11align_val_t|malloc|calloc|"
                       r"aligned_alloc|posix_memalign)\b")
    quiet = {name: f for name, f in functions.items()
             if "throw_" not in name and "12assign_apart" not in name}
    return [f"{i.text} in {name}" for name in assembly.reachable(quiet, start)
            for i in functions[name].body if names.search(i.text)]


def has_no_x87(functions, start):
    """No instruction of the old floating-point unit."""
    return [i.text for name in assembly.reachable(functions, start)
            for i in functions[name].body if re.match(r"^f[a-z]+$", i.name)]


def calls_no_mathematics(functions, start):
    """No call of the mathematical library, for an element at a time."""
    names = re.compile(r"^(fma|exp|exp2|log|log2|pow|sin|cos|tan|tanh|erf|sqrt|ldexp|fmax|fmin)"
                       r"[fl]?(@PLT)?$")
    return [f"{i.text} in {name}" for name in assembly.reachable(functions, start)
            for i in functions[name].body if i.name.startswith(("call", "jmp")) and i.operands and
            names.match(i.operands[-1])]


def multiplies(loop):
    """Does it multiply and add vectors?"""
    wide = [i for i in loop.body if assembly.width(i) > 64]
    return any(map(assembly.is_fma, wide)) or any("mulp" in i.name for i in wide)


def loops_are_clean(functions, start):
    """No call and no vzeroupper in a loop that multiplies vectors and has no other loop within."""
    return [f"{i.text} in {loop.function.name}" for loop in own_loops(functions, start)
            if multiplies(loop) for i in loop.body
            if assembly.is_call(i) or i.name == "vzeroupper"]


# --- which function has which, by which policy

_EVERYWHERE = [
    ("tiled", "static_4", is_straight, ()), ("tiled", "static_4_double", is_straight, ()),
    ("tiled", "static_4", allocates_nothing, ()),
    ("tiled", "static_4_double", allocates_nothing, ()),
    ("tiled", "six_operands", passes_once, (6,)),
    ("tiled", "six_operands", allocates_nothing, ()),
] + [(policy, name, check, ())
     for check in (has_no_x87, calls_no_mathematics, loops_are_clean)
     for policy, name in (("naive", "product"), ("dot_inner", "product"), ("tiled", "product"),
                          ("tiled", "layer"), ("tiled", "six_operands"), ("tiled", "chain"),
                          ("tiled", "matrix_vector"), ("tiled", "product_bytes"),
                          ("tiled", "static_64"), ("tiled", "static_4"))]

_WITH_FMA = [
    ("tiled", "product", tile_is_tight, ()), ("tiled", "product_double", tile_is_tight, ()),
    ("tiled", "static_64", tile_is_tight, ()),
    ("tiled", "layer", tile_is_tight, (True,)), ("tiled", "layer", stores_once, ()),
    ("tiled", "product", tiles_keep_off_the_stack, ()),
    ("tiled", "product_double", tiles_keep_off_the_stack, ()),
    ("tiled", "layer", tiles_keep_off_the_stack, ()),
    ("naive", "product", is_scalar, ()), ("dot_inner", "product", has_chains, ()),
    ("tiled", "matrix_vector", has_chains, ()), ("tiled", "static_8", is_straight, ()),
]

GOOD = {"x86-64": _EVERYWHERE, "x86-64-v3": _EVERYWHERE + _WITH_FMA,
        "x86-64-v4": _EVERYWHERE + _WITH_FMA}

BAD = [
    ("bad_tile_spills", tile_is_tight, ()),
    ("bad_tile_spills", tiles_keep_off_the_stack, ()), ("bad_dot_one_chain", tile_is_tight, ()),
    ("bad_dot_one_chain", has_chains, ()), ("bad_naive_vectors", is_scalar, ()),
    ("bad_pass_reads_twice", passes_once, (2,)), ("bad_static_loops", is_straight, ()),
    ("bad_static_calls", is_straight, ()), ("bad_allocates", allocates_nothing, ()),
    ("bad_x87", has_no_x87, ()), ("bad_loop_calls", loops_are_clean, ()),
    ("bad_calls_library", calls_no_mathematics, ()), ("bad_pass_reads_twice", stores_once, ()),
]


def functions_of(command, source):
    """The functions that a compiler makes of a source."""
    text, errors = assembly.compiled(command, source)
    if errors:
        sys.exit(errors)
    return assembly.parse(text)


def main():
    """Both tables; a line for each fault. Status 1 where there is one."""
    broken, isa, *command = sys.argv[2:]
    command += ["-std=c++20", "-O3", "-DNDEBUG", f"-march={isa}", f"-I{root / 'include'}"]
    source = (root / "bench" / "codegen" / "specimens.cpp").read_text()
    by_policy = {policy: functions_of(command, specimens.by_policy(source, policy))
                 for policy in ("naive", "dot_inner", "tiled")}
    bad = functions_of([*command, "-ffp-contract=fast"], pathlib.Path(broken).read_text())
    faults = [f"{name} by {policy}: {check.__name__}: {fault}"
              for policy, name, check, more in GOOD[isa]
              for fault in check(by_policy[policy], name, *more)[:5]]
    used = {check for _, _, check, _ in GOOD[isa]}
    faults += [f"{name}: {check.__name__} finds no fault" for name, check, more in BAD
               if check in used and not check(bad, name, *more)]
    print("\n".join(faults) or f"{len(GOOD[isa])} properties hold, and each is missed where it is "
          "broken")
    return len(faults) > 0


if __name__ == "__main__":
    sys.exit(main())
