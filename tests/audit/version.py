#!/usr/bin/env python3
"""version.py ROOT: meson.build, core/config.hpp and README.md name the same version.
version.py --self-test: each of them is made to differ, and must be reported."""
import pathlib, re, sys, tempfile

BUILD, CONFIG, PAGE = 'meson.build', 'include/tessera/core/config.hpp', 'README.md'


def faults_of(root):
    text = {file: pathlib.Path(root, file).read_text() if pathlib.Path(root, file).exists() else ''
            for file in (BUILD, CONFIG, PAGE)}
    versions = {
        BUILD: re.findall(r"\bproject\([^)]*\bversion: '([^']+)'", text[BUILD]),
        CONFIG: ['.'.join(m) for m in
                 re.findall(r'int major = (\d+), minor = (\d+), patch = (\d+);\n} version;', text[CONFIG])],
        PAGE: re.findall(r"(?:\btessera[ /@-]v?|\bv|\bversion:? '?)(\d+\.\d+\.\d+)", text[PAGE]),
    }
    for file in (BUILD, CONFIG):
        if len(versions[file]) != 1: yield f'{file} names {len(versions[file])} versions'
    if len({version for named in versions.values() for version in named}) > 1: yield f'versions differ: {versions}'


GOOD = {
    BUILD: "project('x', 'cpp', version: '1.2.3', license: 'y')\ndependency('z', version: '>=1.7')\n",
    CONFIG: 'struct {\n  int major = 1, minor = 2, patch = 3;\n} version;\n',
    PAGE: "tessera 1.2.3 wants g++ 12.2.0; `version: '1.2.3'`, tag v1.2.3\n",
}


def self_test():
    bad = [(BUILD, "'1.2.3", "'1.2.4"), (BUILD, 'version', ''), (CONFIG, 'patch = 3', 'patch = 4'),
           (CONFIG, 'version', ''), (PAGE, 'tessera 1.2.3', 'tessera 1.2.4'), (PAGE, 'v1.2.3', 'v1.3.3'),
           (PAGE, "'1.2.3'", "'2.2.3'")]
    for file, old, new in [(PAGE, '', '')] + bad:
        with tempfile.TemporaryDirectory() as root:
            for name, text in GOOD.items():
                path = pathlib.Path(root, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace(old, new) if name == file else text)
            faults = list(faults_of(root))
        if bool(faults) != (old != new): yield f'{file}: {old!r} -> {new!r} gives {faults}'


root = sys.argv[1]
sys.exit('\n'.join(self_test() if root == '--self-test' else faults_of(root)) or 0)
