#!/usr/bin/env python3
"""check.py SOURCE CXX ARGS... : SOURCE compiles as it is; with -DMUST_FAIL it does not, and the compiler says each
`// expect: text` of SOURCE without drowning it.
check.py --self-test CXX ARGS... : sources that do neither are reported."""
import pathlib, re, subprocess, sys, tempfile

LONGEST = 30  # lines that the compiler may print


def faults_of(source, compiler):
    compile = lambda *extra: subprocess.run([*compiler, '-fsyntax-only', *extra, source], capture_output=True, text=True)
    twin, failing = compile(), compile('-DMUST_FAIL')
    said, lines = failing.stderr, failing.stderr.count('\n')
    expected = re.findall(r'^\s*// expect: (.*\S)', pathlib.Path(source).read_text(), re.M)
    if twin.returncode: yield f'the correct twin does not compile:\n{twin.stderr}'
    if not failing.returncode: yield 'it compiles, and must not'
    if not expected: yield 'it expects nothing: say what the compiler has to print'
    yield from (f'no {text!r} in:\n{said}' for text in expected if text not in said)
    if lines > LONGEST: yield f'{lines} lines are too many:\n{said}'
    print(f'{lines} lines of error')


def self_test(compiler):
    good = '// expect: two is too much\n#ifdef MUST_FAIL\nstatic_assert(sizeof(char) == 2, "two is too much");\n#endif\n'
    for change, text in {
        '': good,
        'twin does not compile': good + 'oops;\n',
        'it compiles, and must not': good.replace('== 2', '== 1'),
        "no 'three is too much'": '// expect: three is too much\n' + good,
        'it expects nothing': good.replace('// expect', '//'),
        'lines are too many': good.replace('#endif', ''.join(f'int f{i}() {{ return x{i}; }}\n' for i in range(LONGEST + 1)) + '#endif'),
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, 'case.cpp')
            source.write_text(text)
            faults = list(faults_of(source, compiler))
        if not any(change in fault for fault in faults) if change else faults: yield f'{change!r}: {faults}'


source, *compiler = sys.argv[1:]
sys.exit('\n'.join(self_test(compiler) if source == '--self-test' else faults_of(source, compiler)) or 0)
