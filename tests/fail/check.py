#!/usr/bin/env python3
"""check.py --fails SOURCE CXX ARGS... : with -DMUST_FAIL SOURCE does not compile, and the compiler says each
`// expect: text` of SOURCE without drowning it.
check.py --twins FOLDER CXX ARGS... : without it all sources of FOLDER compile (in one go, each in a namespace).
check.py --self-test CXX ARGS... : sources that do neither are reported."""
import pathlib, re, subprocess, sys, tempfile

LONGEST = 30  # lines that the compiler may print


def compile_only(source, compiler):
    return subprocess.run([*compiler, '-fsyntax-only', source], capture_output=True, text=True)


def faults_of(source, compiler):
    failing = compile_only(source, [*compiler, '-DMUST_FAIL'])
    said, lines = failing.stderr, failing.stderr.count('\n')
    expected = re.findall(r'^\s*// expect: (.*\S)', pathlib.Path(source).read_text(), re.M)
    if not failing.returncode: yield 'it compiles, and must not'
    if not expected: yield 'it expects nothing: say what the compiler has to print'
    yield from (f'no {text!r} in:\n{said}' for text in expected if text not in said)
    if lines > LONGEST: yield f'{lines} lines are too many:\n{said}'
    print(f'{lines} lines of error')


def faults_of_twins(folder, compiler):
    sources = sorted(pathlib.Path(folder).glob('*.cpp'))
    text = {source: source.read_text() for source in sources}
    include = re.compile(r'^#include .*$', re.M)
    headers = sorted({line for source in sources for line in include.findall(text[source])})
    # The directives stay where they are as empty lines, so that the compiler names the right ones.
    parts = []
    for source in sources:
        body = f'#line 1 "{source}"\n{include.sub("", text[source])}\n'
        specialises = 'struct tessera::' in body  # which no other namespace may
        parts.append(body if specialises else f'namespace {source.stem} {{\n{body}}}')
    with tempfile.TemporaryDirectory() as temporary:
        together = pathlib.Path(temporary, 'twins.cpp')
        together.write_text('\n'.join(headers + parts) + '\n')
        twins = compile_only(together, compiler)
    if not sources: yield f'there are no sources in {folder}'
    if twins.returncode: yield f'a correct twin does not compile:\n{twins.stderr}'
    print(f'{len(sources)} twins')


def self_test(compiler):
    good = '// expect: two is too much\n#ifdef MUST_FAIL\nstatic_assert(sizeof(char) == 2, "two is too much");\n#endif\n'
    for change, text in {
        '': good,
        'twin does not compile': good + '#ifndef MUST_FAIL\noops;\n#endif\n',
        'it compiles, and must not': good.replace('== 2', '== 1'),
        "no 'three is too much'": '// expect: three is too much\n' + good,
        'it expects nothing': good.replace('// expect', '//'),
        'lines are too many': good.replace('#endif', ''.join(f'int f{i}() {{ return x{i}; }}\n' for i in range(LONGEST + 1)) + '#endif'),
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, 'sample.cpp')
            source.write_text(text)
            faults = [*faults_of(source, compiler), *faults_of_twins(folder, compiler)]
        if not any(change in fault for fault in faults) if change else faults: yield f'{change!r}: {faults}'


mode, *rest = sys.argv[1:]
faults = {
    '--fails': lambda: faults_of(rest[0], rest[1:]),
    '--twins': lambda: faults_of_twins(rest[0], rest[1:]),
    '--self-test': lambda: self_test(rest),
}[mode]()
sys.exit('\n'.join(faults) or 0)
