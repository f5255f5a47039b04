#!/usr/bin/env python3
"""instantiations.py CXX... : the lines of bench/compile_time cost the compiler no more templates than CEILINGS allows.
instantiations.py --self-test CXX... : a ceiling too low is reported.
Ends with 77, which is `skipped` to meson, where there are no ceilings for the compiler or the machine."""
import pathlib, platform, re, subprocess, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'bench/compile_time'))
import compile_time

# Counted without optimisation for x86-64-v3, the same on every machine: templates that clang instantiates, template
# functions that g++ emits (none for the headers); of lines, what they cost beyond the headers. Each ceiling is 5 % above
# what was counted when it was set.
HEADERS = 'the headers alone'
CEILINGS = {
    'clang 14': {HEADERS: 3900, 'one product': 980, 'ten expressions': 7640, 'tree of depth 30': 7470},
    'g++ 12': {'one product': 550, 'ten expressions': 2620, 'tree of depth 30': 2770},
}
FLAGS = ['-O0', '-march=x86-64-v3', '-I', str(compile_time.INCLUDE)]


def counts_of(command, is_clang, cases):
    with tempfile.TemporaryDirectory() as name:
        folder, counts = pathlib.Path(name), {}
        for case in cases:
            source = folder / 'lines.cpp'
            source.write_text(compile_time.cases('tessera')[case])
            count = compile_time.instantiations(command, is_clang, FLAGS, source, folder)
            counts[case] = count - counts.get(HEADERS, 0)
        return counts


def faults_of(counts, ceilings):
    for case, ceiling in ceilings.items():
        print(f'{case}: {counts[case]} of at most {ceiling}')
        if counts[case] > ceiling: yield f'{case}: {counts[case]} templates, and {ceiling} are allowed'


def self_test(command, is_clang, ceilings):
    counts = counts_of(command, is_clang, list(ceilings)[:2])
    if min(counts.values()) < 100: yield f'{counts} are too few'
    for less in (0, 1):
        faults = list(faults_of(counts, {case: count - less for case, count in counts.items()}))
        if len(faults) != less * len(counts): yield f'ceilings {less} too low: {faults}'


test_itself = sys.argv[1] == '--self-test'
command = sys.argv[2:] if test_itself else sys.argv[1:]
version, is_clang = compile_time.version_of(command)
number = re.search(r' (\d+)\.\d+', version)
compiler = f"{'clang' if is_clang else 'g++'} {number[1] if number else version}"
if compiler not in CEILINGS or platform.machine() not in ('x86_64', 'AMD64'):
    print(f'no ceilings for {compiler} on {platform.machine()}')
    sys.exit(77)
ceilings = CEILINGS[compiler]
faults = self_test(command, is_clang, ceilings) if test_itself else faults_of(counts_of(command, is_clang, ceilings), ceilings)
sys.exit('\n'.join(faults) or 0)
