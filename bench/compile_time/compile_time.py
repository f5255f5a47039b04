#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""How long does the compiler work on a line, beside the same line in Eigen?

For one product, ten different expressions, 64 functions with a product each and an element-wise
tree of depth 30, with every compiler found: seconds and peak memory (medians of rounds in which
tessera and Eigen take turns), the size of the object, and counts that do not depend on the
machine: the templates that clang instantiates (-ftime-trace), the template functions that g++
emits at -O0.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

FLAGS = ["-std=c++20", "-O2", "-march=native", "-DNDEBUG"]
INCLUDE = pathlib.Path(__file__).resolve().parents[2] / "include"

HEADS = {
    "tessera": """#include <tessera/tessera.hpp>
using namespace tessera;
using M = matrix<float>;
using Col = col_vector<float>;
using Row = row_vector<float>;
""",
    "Eigen": """#include <Eigen/Dense>
using M = Eigen::Matrix<float, -1, -1, Eigen::RowMajor>;
using Col = Eigen::Matrix<float, -1, 1>;
using Row = Eigen::Matrix<float, 1, -1>;
""",
}

# The same line in both; C has no element in common with what it is computed from.
LINES = [
    ("C = a * b;", "C.noalias() = a * b;"),
    ("C = relu(a * b + r);", "C.noalias() = ((a * b).rowwise() + r).cwiseMax(0.0f);"),
    ("C = a * b * c;", "C.noalias() = a * b * c;"),
    ("C = transpose(a) * b;", "C.noalias() = a.transpose() * b;"),
    ("C = s * a + b % c - abs(a);", "C = s * a + b.cwiseProduct(c) - a.cwiseAbs();"),
    ("S = sum(a);", "S = a.sum();"),
    ("V = row_sum(a);", "V = a.rowwise().sum();"),
    ("C = softmax(a) * b;",
     """auto const e = (a.colwise() - a.rowwise().maxCoeff()).array().exp().eval();
  C.noalias() = (e.colwise() / e.rowwise().sum()).matrix() * b;"""),
    ("C -= s * a * b;", "C.noalias() -= s * a * b;"),
    ("C = a * (b + c);", "C.noalias() = a * (b + c);"),
]


def function(number, line):
    """What a line does not use is not warned of."""
    parameters = ("[[maybe_unused]] " + p for p in (
        "M& C", "Col& V", "float& S", "M const& a", "M const& b", "M const& c", "Row const& r",
        "float s"))
    return f"void f{number}({', '.join(parameters)}) {{\n  {line}\n}}\n"


def tree(library, depth):
    """((a + b) % c - b) + b ...: `depth` operations on top of each other."""
    text = "a"
    for level in range(depth):
        if level % 3 == 0:
            text = f"({text} + b)"
        elif level % 3 == 1:
            text = f"({text} % c)" if library == "tessera" else f"{text}.cwiseProduct(c)"
        else:
            text = f"({text} - b)"
    return f"C = {text};"


def cases(library):
    """Name and source of everything that is compiled."""
    which = list(HEADS).index(library)
    lines = [pair[which] for pair in LINES]

    def source(bodies):
        return HEADS[library] + "".join(function(i, body) for i, body in enumerate(bodies))

    return {
        "the headers alone": source([]),
        "one product": source(lines[:1]),
        "ten expressions": source(lines),
        "64 products": source(lines[:1] * 64),
        "tree of depth 30": source([tree(library, 30)]),
    }


TARGETS = {"one product": 0.8, "ten expressions": 0.8}


def compile_once(command):
    """Seconds, and megabytes at the peak of the largest process."""
    start = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def occurrences(path, word):
    """How often the word is in a file. Not read at once: a compiler that is started inherits the
    peak of our own memory, which would then be counted as its."""
    count, rest = 0, b""
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            chunk = rest + chunk
            count += chunk.count(word)
            rest = chunk[-(len(word) - 1):]
    return count


def version_of(command):
    """What a compiler says of itself, and whether it is clang."""
    said = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True).stdout
    return said.splitlines()[0], "clang" in said


def instantiations(command, is_clang, flags, source, folder):
    """Templates instantiated (clang), template functions emitted without optimisation (g++)."""
    out = folder / "count.o"
    if is_clang:
        subprocess.run([*command, *FLAGS, *flags, "-ftime-trace", "-ftime-trace-granularity=0",
                        "-c", source, "-o", out], check=True)
        trace = out.with_suffix(".json")
        kinds = b'"InstantiateClass"', b'"InstantiateFunction"'
        return sum(occurrences(trace, kind) for kind in kinds)
    subprocess.run([*command, *FLAGS, *flags, "-O0", "-c", source, "-o", out], check=True)
    symbols = subprocess.run(["nm", out], check=True, capture_output=True, text=True).stdout
    return sum(" W " in line for line in symbols.splitlines())


def eigen_flags(given):
    if given:
        return ["-isystem", given]
    try:
        found = subprocess.run(["pkg-config", "--cflags", "eigen3"], capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return found.stdout.split() if found.returncode == 0 else None


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(": ")[1]
    except OSError:
        pass
    return "an unknown processor"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--compilers", nargs="*", default=["g++", "clang++"])
    parser.add_argument("--include", default=str(INCLUDE), help="where tessera/ lies")
    parser.add_argument("--eigen", help="where Eigen/ lies; asks pkg-config otherwise")
    arguments = parser.parse_args()

    flags = {"tessera": ["-I", arguments.include], "Eigen": eigen_flags(arguments.eigen)}
    if flags["Eigen"] is None:
        print("Eigen is missing: no ratios")
        del flags["Eigen"]
    print(processor())
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for compiler in arguments.compilers:
            if not shutil.which(compiler):
                print(f"{compiler} is missing")
                continue
            version, is_clang = version_of([compiler])
            count = "templates" if is_clang else "functions"
            print(f"\n{version}; {' '.join(FLAGS)}")
            print(f"{'':18} {'':8} {'seconds':>8} {'MB':>6} {'object':>8} {count:>9}"
                  "  ratio of seconds")
            for case in cases("tessera"):
                runs = {library: [] for library in flags}
                sources = {}
                for library in flags:
                    sources[library] = folder / f"{library}.cpp"
                    sources[library].write_text(cases(library)[case])
                for _ in range(arguments.rounds):
                    for library, extra in flags.items():
                        runs[library].append(
                            compile_once([compiler, *FLAGS, *extra, "-c", sources[library], "-o",
                                          folder / f"{library}.o"]))
                for library, extra in flags.items():
                    seconds, megabytes = (statistics.median(x) for x in zip(*runs[library]))
                    size = (folder / f"{library}.o").stat().st_size
                    number = instantiations([compiler], is_clang, extra, sources[library], folder)
                    line = (f"{case if library == 'tessera' else '':18} {library:8} {seconds:8.2f}"
                            f" {megabytes:6.0f} {size / 1024:6.0f}kB {number:9}")
                    if library == "tessera" and "Eigen" in runs:
                        ratio = statistics.median(
                            t[0] / e[0] for t, e in zip(runs["tessera"], runs["Eigen"]))
                        line += f"  {ratio:.3f}"
                        if case in TARGETS:
                            met = ratio <= TARGETS[case]
                            missed += not met
                            line += f", {'met' if met else 'NOT MET'}: <= {TARGETS[case]}"
                    print(line, flush=True)
    print(f"\ntargets missed: {missed}")


if __name__ == "__main__":
    main()
