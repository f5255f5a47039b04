#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What compilers make of the specimens, as a page: build/codegen/index.html.

    lab.py OUT_DIR SPECIMENS [TWINS...]
    lab.py --compilers g++,clang++-14 --isas x86-64-v3 --specimens product,layer OUT_DIR ...

SPECIMENS is a file of functions that assign, TWINS are files of functions of the same names that do
it otherwise. Each specimen is compiled by each policy, and so are its twins, by each compiler for
each instruction set; the hot loop of each is found, counted and predicted. Nothing is run but what
prints how explain sees it, where this machine has the instructions.
"""

import argparse
import concurrent.futures
import dataclasses
import datetime
import functools
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import assembly  # noqa: E402
import page  # noqa: E402
import specimens  # noqa: E402

_HERE = pathlib.Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_FLAGS = ["-std=c++20", "-O3", "-DNDEBUG"]


@dataclasses.dataclass(frozen=True)
class Isa:
    """An instruction set: the compilers' name for it, bits of its registers, the cores that
    llvm-mca is asked for, and what a machine that runs it says of itself."""
    name: str
    text: str
    bits: int
    cpus: tuple
    needs: frozenset = frozenset()


_V3 = frozenset({"avx2", "fma", "bmi2", "f16c"})
_ISAS = {isa.name: isa for isa in (
    Isa("x86-64", "x86-64 (SSE2)", 128, ("znver3", "haswell")),
    Isa("x86-64-v3", "x86-64-v3 (AVX2, FMA)", 256, ("znver3", "haswell"), _V3),
    Isa("x86-64-v4", "x86-64-v4 (AVX-512)", 512, ("znver4", "icelake-server", "skylake-avx512"),
        _V3 | {"avx512f", "avx512bw", "avx512dq", "avx512vl"}),
    Isa("aarch64", "AArch64 (NEON)", 128, ("neoverse-v1", "neoverse-n2", "cortex-a76")))}

_POLICIES = ("naive", "dot_inner", "tiled")
_TWINS = {"hand": "intrinsics by hand", "eigen": "Eigen"}


# --- compilers

def command_for(compiler, isa):
    """How a compiler is called for an instruction set; None where it cannot be."""
    if isa.name != "aarch64":
        return [compiler, f"-march={isa.name}"] if platform.machine() == "x86_64" else None
    if platform.machine() == "aarch64":
        return [compiler]
    if "clang" in compiler:
        return [compiler, "--target=aarch64-linux-gnu"] if _cross_headers() else None
    cross = f"aarch64-linux-gnu-{compiler}"
    return [cross] if shutil.which(cross) else None


def _cross_headers():
    return pathlib.Path("/usr/aarch64-linux-gnu/include").is_dir()


@functools.cache
def version_of(compiler):
    """What it says of itself, as `g++ 12.2.0` or `clang 14.0.6`."""
    said = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=False)
    number = re.findall(r"\d+\.\d+\.\d+", said.stdout.split("\n")[0])
    known = re.search(r"clang|g\+\+|GCC|Free Software", said.stdout)
    if said.returncode or not known or not number:
        fail(f"{compiler} is neither g++ nor clang++")
    return f"{'clang' if 'clang' in said.stdout else 'g++'} {number[-1]}"


def compilers_here():
    """All g++ and clang++ there are, one name for each version."""
    names = ["g++", "clang++"] + [f"{name}-{v}" for v in range(12, 40)
                                  for name in ("g++", "clang++")]
    by_version = {}
    for name in filter(shutil.which, names):
        by_version.setdefault(version_of(name), name)
    return list(by_version.values())


# --- what is compiled

def sources(text, twins):
    """{variant: (source, flags)}: the specimens by each policy, and their twins."""
    all_of = {policy: (specimens.by_policy(text, policy), [f"-I{_ROOT / 'include'}"])
              for policy in _POLICIES}
    flags = include_flags("eigen3")
    for name, source in twins:
        if name != "eigen" or flags is not None:
            all_of[name] = source, flags or []
    return all_of


def include_flags(package):
    """How its headers are found, as pkg-config has it; None where it is not installed."""
    if shutil.which("pkg-config") is None:
        return None
    run = subprocess.run(["pkg-config", "--cflags", package], capture_output=True, text=True,
                         check=False)
    return run.stdout.replace("-I", "-isystem ").split() if run.returncode == 0 else None


# --- what is made of it

_AROUND = 60     # lines shown before and behind the hot loop
_LONGEST = 600   # lines of a function without a loop


def kind_of(i):
    """What an instruction is coloured by."""
    kinds = [("call", assembly.is_call), ("branch", lambda i: i.isa.is_jump(i) or i.isa.ends(i)),
             ("fma", assembly.is_fma), ("shuffle", assembly.is_shuffle),
             ("arithmetic", assembly.is_arithmetic), ("broadcast", assembly.is_broadcast),
             ("store", assembly.is_store), ("load", assembly.is_load)]
    return next((name for name, has in kinds if has(i)), "integer")


def lines_of(function, hot):
    """[text, kind, is it hot] of a function, its labels, and where lines are left out."""
    wanted = {i.target for i in function.body if i.target}
    labels = {}
    for name, at in function.labels.items():
        if name in wanted:
            labels.setdefault(at, []).append(name)
    first, last = (min(hot), max(hot)) if hot else (0, 0)
    begin, end = max(0, first - _AROUND), min(len(function.body), last + 1 + _AROUND)
    if not hot:
        begin, end = 0, min(len(function.body), _LONGEST)
    gap = lambda n: [[f"... {n} instructions left out", "gap", False]] if n else []  # noqa: E731
    lines = gap(begin)
    for at in range(begin, end):
        lines += [[f"{name}:", "label", at in hot] for name in labels.get(at, ())]
        i = function.body[at]
        lines.append(["\t" + i.text, kind_of(i), at in hot])
    return lines + gap(len(function.body) - end)


def facts(functions, name, isa):
    """What the page shows of a function: where its hot loop is, the lines, counters, cycles."""
    if name not in functions:
        return {"problem": f"the assembly has no function {name}: it has to be in extern \"C\""}
    own = functions[name]
    # What is straight-line code for itself has no hot loop, whatever its detours reach.
    straight = not assembly.loops(own) and any(map(assembly.is_arithmetic, own.body))
    loop = None if straight else assembly.hot_loop(functions, name)
    if loop is None:
        return {"function": name, "lines": lines_of(own, frozenset()), "counters": None}
    counters = assembly.count(loop)
    known = {"function": assembly.demangled([loop.function.name])[0],
             "lines": lines_of(loop.function, frozenset(loop.indices)),
             "counters": dataclasses.asdict(counters),
             "fmas_per_load": counters.fmas / counters.loads if counters.loads else None}
    prediction = assembly.predict_loop(loop, isa.cpus)
    if prediction:
        known |= {"cycles": prediction.cycles, "cpu": prediction.cpu,
                  "limit": assembly.share_of_peak(loop, prediction, isa.bits)}
    return known


_NOTHING = {"nest": "", "function": "", "lines": [], "counters": None, "fmas_per_load": None,
            "cycles": None, "cpu": None, "limit": None, "problem": ""}


def entries(variant, compiler, isa, source, flags):
    """One for each of the specimens that this variant has."""
    text, errors = assembly.compiled([*command_for(compiler, isa), *_FLAGS, *flags], source)
    problem = f"{compiler} cannot compile it: {errors.splitlines()[0]}" if errors else ""
    functions = assembly.parse(text)
    found = []
    for name, code in specimens.functions_in(source).items():
        known = {"problem": problem} if problem else facts(functions, name, isa)
        found.append(_NOTHING | {"specimen": name, "variant": variant, "compiler": compiler,
                                 "isa": isa.name, "source": code} | known)
    return found


# --- how explain sees it

def runs_here(isa):
    """Has this machine the instructions?"""
    if isa.name == "aarch64" or platform.machine() == "aarch64":
        return isa.name == platform.machine()
    try:
        cpu = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    flags = re.search(r"^flags\s*:(.*)$", cpu, re.M)
    return bool(flags) and isa.needs <= set(flags.group(1).split())


def nests(text, policy, compiler, isa):
    """{specimen: what explain prints}; nothing where it cannot be run."""
    command = command_for(compiler, isa)
    if not runs_here(isa) or command is None:
        return {}
    source = specimens.explaining(text, policy)
    with tempfile.TemporaryDirectory() as folder:
        path, program = pathlib.Path(folder) / "explained.cpp", pathlib.Path(folder) / "explained"
        path.write_text(source)
        made = subprocess.run([*command, "-std=c++20", "-O1", f"-I{_ROOT / 'include'}",
                               f"-I{_HERE}", str(path), "-o", str(program)],
                              capture_output=True, check=False)
        if made.returncode:
            return {}
        # What was printed before something ended the program stands.
        printed = subprocess.run([str(program)], capture_output=True, text=True,
                                 check=False).stdout
    parts = re.split(r"^== (\w+)\n", printed, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


# --- all of it

def machine_name():
    """What /proc/cpuinfo calls the processor."""
    try:
        found = re.search(r"^model name\s*:\s*(.+)$",
                          pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        found = None
    return found.group(1) if found else platform.machine()


def fail(sentence):
    """Ends with a sentence and status 1."""
    sys.exit(f"lab: {sentence}")


def picked(named, known, what, exists=lambda name: False):
    """The names of a list between commas, all of them known or there; or all that are known."""
    names = [n.strip() for n in named.split(",") if n.strip()] if named else list(known)
    names = list(dict.fromkeys(names))
    if named and not names:
        fail(f"there is no {what} in \"{named}\"")
    for name in names:
        if name not in known and not exists(name):
            fail(f"there is no {what} {name}; there are {', '.join(known)}")
    return names


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path, help="folder of index.html and lab.json")
    parser.add_argument("source", type=pathlib.Path, help="the specimens")
    parser.add_argument("twins", type=pathlib.Path, nargs="*")
    parser.add_argument("--compilers", help="all that there are")
    parser.add_argument("--isas", help=", ".join(_ISAS))
    parser.add_argument("--specimens", help="all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def main():
    """Compiles everything, some at a time, and writes the page."""
    options = arguments()
    for path in (options.source, *options.twins):
        if not path.is_file():
            fail(f"there is no file {path}")
    try:
        text = options.source.read_text()
        twins = [(twin.stem, twin.read_text()) for twin in options.twins]
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "lab.json").touch()
    except (OSError, UnicodeDecodeError) as problem:
        fail(str(problem))
    listed = specimens.read(text)
    if not listed:
        fail(f"{options.source} has no specimen: a comment of one line, and a function below it")
    compilers = picked(options.compilers, compilers_here(), "compiler", shutil.which)
    isas = [_ISAS[name] for name in picked(options.isas, _ISAS, "instruction set")]
    chosen = picked(options.specimens, [s["id"] for s in listed], "specimen")
    listed = [s for s in listed if s["id"] in chosen]
    if not compilers:
        fail("there is neither g++ nor clang++")
    pairs = [(c, isa) for isa in isas for c in compilers if command_for(c, isa)]
    if not pairs:
        fail("none of the compilers is for one of the instruction sets")
    text = specimens.only(text, chosen)
    all_sources = {variant: (specimens.only(source, chosen), flags)
                   for variant, (source, flags) in sources(text, twins).items()}
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        seen = {(policy, isa.name): pool.submit(nests, text, policy, compilers[0], isa)
                for isa in isas for policy in _POLICIES}
        made = [pool.submit(entries, variant, compiler, isa, *all_sources[variant])
                for compiler, isa in pairs for variant in all_sources]
        every = []
        for number, job in enumerate(made, 1):
            every += job.result()
            if sys.stdout.isatty():
                print(f"\r{number} of {len(made)}", end="\r", flush=True)
    for entry in every:
        nest = seen.get((entry["variant"], entry["isa"]))
        entry["nest"] = nest.result().get(entry["specimen"], "") if nest else ""
    data = {
        "title": "tessera", "machine": machine_name(), "date": datetime.date.today().isoformat(),
        "compilers": [{"id": c, "text": version_of(c)} for c in compilers],
        "isas": [{"id": isa.name, "text": isa.text} for isa in isas],
        "specimens": listed,
        "variants": [{"id": v, "text": _TWINS.get(v, f"eval<{v}>")} for v in all_sources],
        "entries": every}
    (options.out / "lab.json").write_text(json.dumps(data))
    page.write_page(data, options.out / "index.html")
    wrong = sorted({e["problem"] for e in every if e["problem"]})
    print("\n".join([f"{len(every)} functions in {options.out / 'index.html'}", *wrong]))


if __name__ == "__main__":
    main()
