#!/usr/bin/env python3
"""listed.py ROOT: every source under tests, bench and examples is named in a meson.build of its folder or one above;
one that is not would never run.
listed.py --self-test"""
import pathlib, re, sys, tempfile


def faults_of(root):
    for source in sorted(p for folder in ('tests', 'bench', 'examples') for p in (root / folder).rglob('*.cpp')):
        builds = [folder / 'meson.build' for folder in source.parents if root in folder.parents]
        text = '\n'.join(re.sub(r'#.*', '', build.read_text()) for build in builds if build.exists())
        if not re.search(rf'\b{re.escape(source.stem)}\b', text): yield f'{source.relative_to(root)} is in no meson.build'


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {
            'tests/unit/meson.build': "test('named', executable('named', 'sub/named.cpp'))  # forgotten\n",
            'tests/unit/sub/named.cpp': '', 'tests/unit/sub/forgotten.cpp': '', 'bench/named.cpp': '',
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        expected = ['bench/named.cpp is in no meson.build', 'tests/unit/sub/forgotten.cpp is in no meson.build']
        if (faults := sorted(faults_of(root))) != expected: yield f'{faults} are reported, and not {expected}'


root = sys.argv[1]
sys.exit('\n'.join(self_test() if root == '--self-test' else faults_of(pathlib.Path(root))) or 0)
