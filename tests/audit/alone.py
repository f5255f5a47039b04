#!/usr/bin/env python3
"""alone.py INCLUDE CXX ARGS... : each header under INCLUDE compiles by itself, and a second time does no harm.
alone.py --self-test CXX ARGS... : a header that leans on its neighbours is reported."""
import concurrent.futures, pathlib, subprocess, sys, tempfile


def complaint(root, header, compiler):
    include = f'#include <{header.relative_to(root).as_posix()}>\n'
    run = subprocess.run([*compiler, f'-I{root}', '-fsyntax-only', '-x', 'c++', '-'],
                         input=include * 2, capture_output=True, text=True)
    return f'{include}{run.stderr}' if run.returncode else ''


def complaints(root, compiler):
    headers = sorted(root.rglob('*.hpp'))
    if not headers: return ['there are no headers']
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(filter(None, pool.map(lambda header: complaint(root, header, compiler), headers)))
    print(f'{len(headers)} headers, {len(found)} do not compile alone')
    return found


def self_test(compiler):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {
            'good': '#pragma once\n#include <vector>\ninline std::vector<int> good;\n',
            'leans': '#pragma once\ninline std::vector<int> leans;\n',
            'warns': '#pragma once\ninline int warns(double x) { return x; }\n',
            'twice': 'struct twice {};\n',
        }.items():
            pathlib.Path(folder, f'{name}.hpp').write_text(text)
        blamed = [text.split()[1] for text in complaints(pathlib.Path(folder), compiler)]
    expected = ['<leans.hpp>', '<twice.hpp>', '<warns.hpp>']
    return [] if blamed == expected else [f'{blamed} are reported, and not {expected}']


root, *compiler = sys.argv[1:]
sys.exit('\n'.join(self_test(compiler) if root == '--self-test' else complaints(pathlib.Path(root), compiler)) or 0)
