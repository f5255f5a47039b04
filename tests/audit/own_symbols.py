#!/usr/bin/env python3
"""own_symbols.py NM ISA=LIBRARY... : whatever of tessera a library defines is in tessera::ISA, so no two libraries share it.
own_symbols.py --self-test"""
import re, subprocess, sys

DEFINED = re.compile(r'^[0-9a-f]+ [TtWwVvuBbDdRr] (.*\btessera::.*)$', re.M)
NAMESPACE = re.compile(r'\btessera::(\w*)')


def faults_of(listings):
    """{isa: what nm -C says}"""
    symbols = {isa: set(DEFINED.findall(listing)) for isa, listing in listings.items()}
    for isa, names in symbols.items():
        if not names: yield f'{isa} defines nothing of tessera'
        for name in sorted(names):
            if strays := set(NAMESPACE.findall(name)) - {isa}: yield f'{isa} defines {name}: in {" ".join(sorted(strays))}'
    for one in symbols:
        for other in symbols:
            if one < other: yield from (f'{one} and {other} share {name}' for name in sorted(symbols[one] & symbols[other]))


def self_test():
    line = lambda isa, name: f'0000000000000000 W std::vector<tessera::{isa}::{name}>::f()\n'
    good = {'sse2': line('sse2', 'm') + '0000000000000000 T f()\n                 U tessera::g()\n', 'avx2': line('avx2', 'm')}
    if faults := list(faults_of(good)): yield f'good symbols are reported: {faults}'
    for isa, listing in [('avx2', ''), ('avx2', line('sse2', 'm')), ('avx2', line('avx2', 'm') + '00 W tessera::naked()\n')]:
        if not list(faults_of({**good, isa: listing})): yield f'{listing!r} is not reported'
    if not any('share' in fault for fault in faults_of({**good, 'avx2': good['sse2']})): yield 'sharing is not reported'


if sys.argv[1] == '--self-test': sys.exit('\n'.join(self_test()) or 0)
nm, *pairs = sys.argv[1:]
sys.exit('\n'.join(faults_of({
    isa: subprocess.run([nm, '-C', library], capture_output=True, text=True, check=True).stdout
    for isa, library in (pair.split('=', 1) for pair in pairs)})) or 0)
