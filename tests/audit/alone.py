#!/usr/bin/env python3
"""alone.py INCLUDE CXX ARGS... : each header under INCLUDE compiles by itself, and a second time does no harm.
alone.py --self-test CXX ARGS... : a header that leans on its neighbours is reported.

Where xsimd is among what a header includes, at any depth, it is precompiled: it takes most of the time."""
import concurrent.futures, pathlib, re, subprocess, sys, tempfile

PRECOMPILED = 'xsimd/xsimd.hpp'
OPTIONAL = {'tessera/policy/onetbb.hpp': 'tbb/parallel_for.h'}  # headers for somebody else's library, where it is installed


def reached_from(root, header, seen=None):
    """The header and all of tessera that it includes, at any depth."""
    seen = set() if seen is None else seen
    if header not in seen and (root / header).exists():
        seen.add(header)
        for next_header in re.findall(r'#include <(tessera/.+)>', (root / header).read_text()):
            reached_from(root, next_header, seen)
    return seen


def complaint(root, header, compiler, precompiled):
    include = f'#include <{header}>\n'
    if header in OPTIONAL: include = f'#if __has_include(<{OPTIONAL[header]}>)\n{include}#endif\n'
    vectors = any(f'#include <{PRECOMPILED}>' in (root / other).read_text() for other in reached_from(root, header))
    run = subprocess.run([*compiler, f'-I{root}', *(['-include', precompiled] if vectors else []),
                          '-Wfatal-errors', '-fsyntax-only', '-x', 'c++', '-'], input=include * 2, capture_output=True, text=True)
    return f'{include}{run.stderr}' if run.returncode else ''


def complaints(root, compiler):
    headers = sorted(header.relative_to(root).as_posix() for header in root.rglob('*.hpp'))
    if not headers: return ['there are no headers']
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        precompiled = f'{folder}/vectors.hpp'
        pathlib.Path(precompiled).write_text(f'#include <{PRECOMPILED}>\n')
        subprocess.run([*compiler, '-x', 'c++-header', precompiled, '-o', f'{precompiled}.gch'], check=True)
        found = list(filter(None, pool.map(lambda header: complaint(root, header, compiler, precompiled), headers)))
    print(f'{len(headers)} headers, {len(found)} do not compile alone')
    return found


def self_test(compiler):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / 'tessera/simd').mkdir(parents=True)
        for name, text in {
            'good': '#pragma once\n#include <vector>\ninline std::vector<int> good;\n',
            'leans': '#pragma once\ninline std::vector<int> leans;\n',
            'warns': '#pragma once\ninline int warns(double x) { return x; }\n',
            'twice': 'struct twice {};\n',
            'simd/batch': f'#pragma once\n#include <{PRECOMPILED}>\n',
            'reaches': '#pragma once\n#include <tessera/simd/batch.hpp>\ninline xsimd::batch<float> reaches;\n',
            'spares': '#pragma once\ninline xsimd::batch<float> spares;\n',
            'reaches_leaning': '#pragma once\n#include <tessera/reaches.hpp>\ninline int n = sizeof(good);\n',
        }.items():
            (root / f'tessera/{name}.hpp').write_text(text)
        blamed = [re.search(r'tessera/(\w+)\.hpp', text)[1] for text in complaints(root, compiler)]
    expected = ['leans', 'reaches_leaning', 'spares', 'twice', 'warns']
    return [] if blamed == expected else [f'{blamed} are reported, and not {expected}']


root, *compiler = sys.argv[1:]
sys.exit('\n'.join(self_test(compiler) if root == '--self-test' else complaints(pathlib.Path(root), compiler)) or 0)
