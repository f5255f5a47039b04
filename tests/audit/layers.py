#!/usr/bin/env python3
"""layers.py ROOT: the headers under ROOT/tessera keep to the table of folders and to the house rules.
layers.py --self-test: each rule is broken once in a small tree, and must be reported."""
import pathlib, re, sys, tempfile

# What a folder may include besides itself. '.' is the top level: the pipeline.
MAY = {folder: set(below.split()) for folder, below in {
    'core': '',
    'shape': 'core',
    'simd': 'core',
    'storage': 'core shape',
    'policy': 'core shape simd',
    'expr': 'core shape simd storage',
    'rewrite': 'core shape expr',
    'kernel': 'core shape simd storage policy',
    'lower': 'core shape simd storage policy expr kernel',
    'explain': 'core shape simd storage policy expr rewrite kernel lower',
    'io': 'core shape storage',
    '.': 'core shape simd storage policy expr rewrite kernel lower',
    'tessera.hpp': '. core shape simd storage policy expr rewrite kernel lower explain',
}.items()}

HEAD = '// SPDX-License-Identifier: BSL-1.0\n#pragma once\n'
LONGEST = 250
MACROS = 4
VECTORS = re.compile(r'xsimd/.*|\w*intrin\.h|arm_\w+\.h')          # headers that only simd/ includes
VECTOR_NAMES = re.compile(r'\bxsimd::\w+|\b_mm\d*_\w+|\b__m\d{3}\w*|\b__builtin_ia32_\w+')


def layer(path):
    """kernel for kernel/pack.hpp, '.' for eval.hpp; tessera.hpp stands alone."""
    return path.split('/')[0] if '/' in path else 'tessera.hpp' if path == 'tessera.hpp' else '.'


def faults_of(root):
    macros = {}
    files = sorted(p for p in (root / 'tessera').rglob('*') if p.is_file() and p.name != 'README.md')
    if not files: yield 'there are no headers'
    for file in files:
        name, text = file.relative_to(root / 'tessera').as_posix(), file.read_text()
        code = re.sub(r'//.*', '', text)
        here = layer(name)
        if file.suffix != '.hpp': yield f'{name} is not a .hpp'
        if here not in MAY: yield f'{name}: folder {here} is not in the table'
        if not text.startswith(HEAD): yield f'{name} does not start with the SPDX line and #pragma once'
        if text.count('\n') > LONGEST: yield f'{name} is longer than {LONGEST} lines'
        if re.search(r'\busing\s+namespace\b', code): yield f'{name} says using namespace'
        for macro in re.findall(r'^\s*#\s*define\s+(\w+)', code, re.M):
            macros[macro] = name
            if not macro.startswith('TESSERA_'): yield f'{name}: macro {macro} is not called TESSERA_*'
            if name != 'core/config.hpp': yield f'{name}: macro {macro} is not in core/config.hpp'
        for quote, target in re.findall(r'^\s*#\s*include\s*([<"])(.+?)[>"]', code, re.M):
            if quote == '"': yield f'{name}: "{target}" is not written <tessera/...>'
            elif target.startswith('tessera/'):
                there = layer(target.removeprefix('tessera/'))
                if there not in MAY.get(here, set()) | {here}: yield f'{name} may not include {target}'
            elif target.startswith('boost/') and name != 'core/hana.hpp':
                yield f'{name} includes {target}, which core/hana.hpp does'
            elif VECTORS.fullmatch(target) and here != 'simd':
                yield f'{name} includes {target}, which simd/ does'
        if here != 'simd':
            yield from (f'{name} names {v}, which simd/ does' for v in sorted(set(VECTOR_NAMES.findall(code))))
    if len(macros) > MACROS: yield f'{len(macros)} macros, and {MACROS} are allowed: {" ".join(sorted(macros))}'


GOOD = {
    'core/config.hpp': '#define TESSERA_A\n#define TESSERA_B\n#define TESSERA_B\n#define TESSERA_C\n#define TESSERA_D\n',
    'core/hana.hpp': '#include <boost/hana/tuple.hpp>\n',
    'simd/batch.hpp': '#include <xsimd/xsimd.hpp>\n#include <immintrin.h>\nxsimd::batch<float> b; __m256 m = _mm256_setzero_ps();\n',
    'kernel/dot.hpp': '#include <vector>\n#include <tessera/simd/batch.hpp>\n// using namespace std, xsimd::fma: only words\n',
    'explain/tree.hpp': '#include <tessera/lower/nest.hpp>\n',
    'io/mnist.hpp': '#include <zlib.h>\n#include <tessera/io/gzip.hpp>\n#include <tessera/storage/matrix.hpp>\n',
    'eval.hpp': '#include <tessera/rewrite/rules.hpp>\n#include <tessera/lower/nest.hpp>\n',
    'tessera.hpp': '#include <tessera/eval.hpp>\n#include <tessera/explain/tree.hpp>\n',
    'expr/long.hpp': '\n' * (LONGEST - 2),
}
# file, what is added to it, what is reported
BAD = [
    ('rewrite/rules.hpp', '#include <tessera/kernel/dot.hpp>', 'rewrite/rules.hpp may not include tessera/kernel/dot.hpp'),
    ('lower/nest.hpp', '#include <tessera/rewrite/rules.hpp>', 'lower/nest.hpp may not include tessera/rewrite/rules.hpp'),
    ('kernel/dot.hpp', '  #  include <tessera/expr/node.hpp>', 'kernel/dot.hpp may not include tessera/expr/node.hpp'),
    ('kernel/dot.hpp', '#include <tessera/eval.hpp>', 'kernel/dot.hpp may not include tessera/eval.hpp'),
    ('eval.hpp', '#include <tessera/explain/tree.hpp>', 'eval.hpp may not include tessera/explain/tree.hpp'),
    ('eval.hpp', '#include <tessera/tessera.hpp>', 'eval.hpp may not include tessera/tessera.hpp'),
    ('tessera.hpp', '#include <tessera/io/mnist.hpp>', 'tessera.hpp may not include tessera/io/mnist.hpp'),
    ('detail/x.hpp', '', 'detail/x.hpp: folder detail is not in the table'),
    ('core/x.ipp', '', 'core/x.ipp is not a .hpp'),
    ('expr/long.hpp', '\n', 'expr/long.hpp is longer than 250 lines'),
    ('expr/x.hpp', '#include <immintrin.h>', 'expr/x.hpp includes immintrin.h, which simd/ does'),
    ('expr/x.hpp', '#include <arm_neon.h>', 'expr/x.hpp includes arm_neon.h, which simd/ does'),
    ('expr/x.hpp', '#include <xsimd/types/xsimd_batch.hpp>', 'expr/x.hpp includes xsimd/types/xsimd_batch.hpp, which simd/ does'),
    ('kernel/dot.hpp', 'xsimd::fma(a);', 'kernel/dot.hpp names xsimd::fma, which simd/ does'),
    ('kernel/dot.hpp', '_mm512_fmadd_ps(a);', 'kernel/dot.hpp names _mm512_fmadd_ps, which simd/ does'),
    ('expr/x.hpp', '#include <boost/hana.hpp>', 'expr/x.hpp includes boost/hana.hpp, which core/hana.hpp does'),
    ('core/x.hpp', '#include <boost/mp11.hpp>', 'core/x.hpp includes boost/mp11.hpp, which core/hana.hpp does'),
    ('expr/x.hpp', 'inline void f() { using  namespace std; }', 'expr/x.hpp says using namespace'),
    ('expr/x.hpp', '#include "node.hpp"', 'expr/x.hpp: "node.hpp" is not written <tessera/...>'),
    ('expr/x.hpp', '#define TESSERA_A', 'expr/x.hpp: macro TESSERA_A is not in core/config.hpp'),
    ('core/config.hpp', '# define FORCE', 'core/config.hpp: macro FORCE is not called TESSERA_*'),
    ('core/config.hpp', '#define TESSERA_E', '5 macros, and 4 are allowed: TESSERA_A TESSERA_B TESSERA_C TESSERA_D TESSERA_E'),
    ('expr/x.hpp', None, 'expr/x.hpp does not start with the SPDX line and #pragma once'),
]


def faults_with(file, addition):
    with tempfile.TemporaryDirectory() as root:
        tree = {name: HEAD + text for name, text in GOOD.items()}
        if file: tree[file] = '#pragma once\n' if addition is None else tree.get(file, HEAD) + addition
        for name, text in tree.items():
            path = pathlib.Path(root, 'tessera', name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(faults_of(pathlib.Path(root)))


def self_test():
    if faults := faults_with(None, None): yield f'the good tree is reported: {faults}'
    if not list(faults_of(pathlib.Path('/nowhere'))): yield 'an empty tree is not reported'
    for file, addition, expected in BAD:
        if expected not in (faults := faults_with(file, addition)):
            yield f'{file} + {addition!r}: no {expected!r} in {faults}'


if __name__ == '__main__':
    root = sys.argv[1]
    sys.exit('\n'.join(self_test() if root == '--self-test' else faults_of(pathlib.Path(root))) or 0)
