# SPDX-License-Identifier: BSL-1.0
"""Properties of the assembly that a compiler makes of tests/codegen/specimens.cpp; and that each of
them finds fault with tests/codegen/bad.cpp, where it is broken.

    check.py ROOT SPECIMENS BAD COMPILER FLAGS...
"""

import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root / "bench" / "codegen"))
import assembly  # noqa: E402

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
    """An element-wise loop: each operand is read once for each batch that is written."""
    loops = [assembly.count(l) for l in own_loops(functions, start)]
    loops = [c for c in loops if c.vector_bits >= 128 and c.stores]
    if not loops:
        return ["there is no loop of vectors that stores"]
    return [f"{c.loads} loads and {c.stores} stores of {operands} operands" for c in loops
            if c.loads != operands * c.stores or c.spills]


def is_straight(functions, start):
    """Neither loop nor call, in the function itself."""
    function = functions[start]
    faults = ["a loop"] if assembly.loops(function) else []
    return faults + [i.text for i in function.body if assembly.is_call(i)]


def allocates_nothing(functions, start):
    """No call of what gives memory, wherever it goes."""
    names = re.compile(r"\b(_Znwm|_Znam|_ZnwmSt11align_val_t|_ZnamSt11align_val_t|malloc|calloc|"
                       r"aligned_alloc|posix_memalign)\b")
    quiet = {name: f for name, f in functions.items() if "throw_" not in name}
    return [f"{i.text} in {name}" for name in assembly.reachable(quiet, start)
            for i in functions[name].body if names.search(i.text)]


def has_no_x87(functions, start):
    """No instruction of the old floating-point unit."""
    return [i.text for name in assembly.reachable(functions, start)
            for i in functions[name].body if re.match(r"^f[a-z]+$", i.name)]


def loops_are_clean(functions, start):
    """No call and no vzeroupper in a loop with arithmetic of vectors, and no other loop within."""
    return [f"{i.text} in {loop.function.name}" for loop in own_loops(functions, start)
            if any(assembly.is_fma(i) and assembly.width(i) > 64 for i in loop.body)
            for i in loop.body if assembly.is_call(i) or i.name == "vzeroupper"]


# --- which function has which

GOOD = [
    ("product_tiled", tile_is_tight, ()), ("layer", tile_is_tight, (True,)),
    ("layer", stores_once, ()),
    ("product_tiled", tiles_keep_off_the_stack, ()),
    ("product_tiled_double", tiles_keep_off_the_stack, ()),
    ("layer", tiles_keep_off_the_stack, ()),
    ("product_tiled_double", tile_is_tight, ()), ("product_naive", is_scalar, ()),
    ("product_dot", has_chains, ()), ("matrix_vector", has_chains, ()),
    ("six_operands", passes_once, (6,)), ("static_4", is_straight, ()),
    ("static_4_double", is_straight, ()), ("static_4", allocates_nothing, ()),
    ("static_4_double", allocates_nothing, ()), ("six_operands", allocates_nothing, ()),
] + [(name, check, ()) for check in (has_no_x87, loops_are_clean)
     for name in ("product_naive", "product_dot", "product_tiled", "layer", "six_operands",
                  "matrix_vector", "static_4")]

BAD = [
    ("bad_tile_spills", tile_is_tight, ()),
    ("bad_tile_spills", tiles_keep_off_the_stack, ()), ("bad_dot_one_chain", tile_is_tight, ()),
    ("bad_dot_one_chain", has_chains, ()), ("bad_naive_vectors", is_scalar, ()),
    ("bad_pass_reads_twice", passes_once, (2,)), ("bad_static_loops", is_straight, ()),
    ("bad_static_calls", is_straight, ()), ("bad_allocates", allocates_nothing, ()),
    ("bad_x87", has_no_x87, ()), ("bad_loop_calls", loops_are_clean, ()),
    ("bad_pass_reads_twice", stores_once, ()),
]


def functions_of(command, source):
    """The functions that a compiler makes of a source."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.s"
        subprocess.run([*command, "-S", source, "-o", str(out)], check=True)
        return assembly.parse(out.read_text())


def main():
    """Both tables; a line for each fault. Status 1 where there is one."""
    specimens, broken, *command = sys.argv[2:]
    flags, faults = ["-std=c++20", "-O3", "-DNDEBUG"], 0
    good = functions_of([*command, *flags, f"-I{root / 'include'}"], specimens)
    bad = functions_of([*command, *flags, "-ffp-contract=fast"], broken)
    for name, check, more in GOOD:
        for fault in check(good, name, *more)[:5]:
            print(f"{name}: {check.__name__}: {fault}")
            faults += 1
    for name, check, more in BAD:
        if not check(bad, name, *more):
            print(f"{name}: {check.__name__} finds no fault")
            faults += 1
    print(f"{len(GOOD)} properties hold, {len(BAD)} are missed where they are broken"
          if not faults else f"{faults} faults")
    return faults > 0


if __name__ == "__main__":
    sys.exit(main())
