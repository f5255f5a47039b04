#!/usr/bin/env python3
"""readme_code.py PAGE CXX ARGS... : the ```cpp blocks of a page compile and run, and print what the page says.
readme_code.py --self-test CXX ARGS... : blocks that lie are reported.

A block with `main` is a program. A block that begins with a declaration (template, struct, ...) is compiled. Any
other block is the inside of `main`. Where the next block is ```text, the program prints just that.
```cpp fragment is compiled, and not run."""
import concurrent.futures, pathlib, re, subprocess, sys, tempfile

FENCE = re.compile(r'^```(.*)\n((?:.*\n)*?)```$', re.M)
INCLUDE = re.compile(r'^#include .*\n', re.M)
DECLARATION = re.compile(r'\s*(//.*\n\s*)*(template|struct|class|enum|namespace|inline|constexpr auto \w+\()')


def program(code):
    if re.search(r'\bmain\(', code): return code
    includes, body = ''.join(INCLUDE.findall(code)), INCLUDE.sub('', code)
    if '<tessera/' not in includes: includes += '#include <tessera/tessera.hpp>\n'
    body = body.replace('using namespace tessera;\n', '')
    if DECLARATION.match(body):
        return f'{includes}namespace sample {{\nusing namespace tessera;\n{body}}}\nint main() {{}}\n'
    return f'{includes}#include <iostream>\nusing namespace tessera;\nint main() {{\n{body}}}\n'


def blocks(page):
    """Line, code, whether it runs, what it prints (None: anything)."""
    fences = [(page.count('\n', 0, m.start()) + 1, m[1].split(), m[2]) for m in FENCE.finditer(page)]
    for (line, tags, code), (_, next_tags, text) in zip(fences, fences[1:] + [(0, [], '')]):
        if tags[:1] == ['cpp']:
            yield line, code, 'fragment' not in tags, text if next_tags == ['text'] else None


def complaint(block, compiler):
    line, code, runs, expected = block
    with tempfile.TemporaryDirectory() as folder:
        source, binary = pathlib.Path(folder, 'block.cpp'), pathlib.Path(folder, 'block')
        source.write_text(program(code))
        build = subprocess.run([compiler[0], source, *compiler[1:], *(['-o', binary] if runs else ['-fsyntax-only'])],
                               capture_output=True, text=True)
        if build.returncode: return f'line {line} does not compile:\n{build.stderr}'
        if not runs: return ''
        run = subprocess.run([binary], capture_output=True, text=True, cwd=folder, timeout=60)
    if run.returncode: return f'line {line} returns {run.returncode}:\n{run.stdout}{run.stderr}'
    trimmed = lambda text: [row.rstrip() for row in text.splitlines()]
    if expected is not None and trimmed(run.stdout) != trimmed(expected):
        return f'line {line} prints\n{run.stdout}and the page says\n{expected}'
    return ''


def complaints(page, compiler):
    found = list(blocks(page))
    if not found: return ['there are no cpp blocks']
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = list(filter(None, pool.map(lambda block: complaint(block, compiler), found)))
    print(f'{len(found)} blocks, {len(faults)} faults')
    return faults


SAMPLE = '''# A page
```cpp
#include <tessera/storage/matrix.hpp>
using namespace tessera;
matrix<float> M{{1, 2}};  // the inside of main
std::cout << M.cols() << '\\n';
```
prints
```text
2
```
```cpp
#include <cstdio>
int main() { std::puts("a"); }  // prints, and nobody minds
```
```sh
false
```
```cpp
#include <tessera/storage/matrix.hpp>
// A declaration.
template<class T> struct matrix { T value; };
```
```cpp fragment
#include <tessera/storage/matrix.hpp>
throw 1;
```
'''
# what is changed, what is reported
LIES = [
    ('M.cols()', 'M.rows()', 'line 2 prints\n1\nand the page says\n2'),
    ('puts("a");', 'puts("a"); return 3;', 'line 12 returns 3'),
    ('T value;', 'T value', 'line 19 does not compile'),
    ('throw 1;', 'throw one;', 'line 24 does not compile'),
]


def self_test(compiler):
    if faults := complaints(SAMPLE, compiler): yield f'the good page is reported: {faults}'
    if not complaints(SAMPLE.replace('cpp', 'c'), compiler): yield 'a page without code is not reported'
    page = SAMPLE
    for good, bad, _ in LIES: page = page.replace(good, bad)
    faults = complaints(page, compiler)
    for (_, bad, expected), fault in zip(LIES, faults + [''] * len(LIES)):
        if not fault.startswith(expected): yield f'{bad!r}: no {expected!r} in {faults}'


page, *compiler = sys.argv[1:]
if page == '--self-test': sys.exit('\n'.join(self_test(compiler)) or 0)
if not pathlib.Path(page).exists(): sys.exit(77)  # meson's word for skipped
sys.exit('\n'.join(complaints(pathlib.Path(page).read_text(), compiler)) or 0)
