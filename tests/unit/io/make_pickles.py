#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the same document with every protocol of this Python's own pickle, and has the reader check each file.

NumPy's arrays are pickled by NumPy where it is installed, and in any case by stand-ins that reduce to the
same globals and states as NumPy's own, under the names of NumPy 1 and of NumPy 2. Runs under Python 2.7 too.

    make_pickles.py READER
"""
from __future__ import print_function

import gzip
import os
import pickle
import shutil
import struct
import subprocess
import sys
import tempfile
import types

ROWS, COLS = 5, 3


def value(code, k):
    """Element k, counted along rows. The reader knows the same three formulas."""
    return {'f': 0.25 * k - 1, 'u': 17 * k % 256, 'i': k * 10**15 - 7}[code[0]]


def layouts():
    for code in ('f4', 'f8', 'u1', 'i8'):
        for order in ('|',) if code == 'u1' else ('<', '>'):
            for fortran in (False, True):
                yield code, order, fortran


def stand_ins(core):
    """Modules numpy, <core>.multiarray and <core>.numeric with what pickles of arrays name."""
    numpy, multiarray, numeric = (types.ModuleType(n) for n in ('numpy', core + '.multiarray', core + '.numeric'))

    def _reconstruct(*_): pass
    def _frombuffer(*_): pass
    def scalar(*_): pass

    class dtype(object):
        def __init__(self, code, order):
            self.code, self.order = code, order

        def __reduce__(self):
            return dtype, (self.code, False, True), (3, self.order, None, None, None, -1, -1, 0)

    class ndarray(object):
        def __init__(self, code, order, fortran):
            cells = [(i, j) for j in range(COLS) for i in range(ROWS)]
            if not fortran:
                cells.sort()
            letter = {'f4': 'f', 'f8': 'd', 'u1': 'B', 'i8': 'q'}[code]
            self.raw = b''.join(struct.pack(order.replace('|', '<') + letter, value(code, i * COLS + j))
                                for i, j in cells)
            self.dtype, self.fortran = dtype(code, order), fortran

        def __reduce_ex__(self, protocol):
            if protocol >= 5:
                buffer = pickle.PickleBuffer(bytearray(self.raw))
                return _frombuffer, (buffer, self.dtype, (ROWS, COLS), 'F' if self.fortran else 'C')
            state = (1, (ROWS, COLS), self.dtype, self.fortran, self.raw)
            return _reconstruct, (ndarray, (0,), b'b'), state

    class half(object):
        def __reduce__(self):
            return scalar, (dtype('f8', '<'), struct.pack('<d', 0.5))

    for module, things in ((numpy, (dtype, ndarray)), (multiarray, (_reconstruct, scalar)), (numeric, (_frombuffer,))):
        for thing in things:
            thing.__module__ = module.__name__
            thing.__qualname__ = thing.__name__
            setattr(module, thing.__name__, thing)
        sys.modules[module.__name__] = module
    sys.modules[core] = types.ModuleType(core)
    sys.modules[core].multiarray, sys.modules[core].numeric = multiarray, numeric
    return ndarray, half()


def numpy_array(code, order, fortran):
    import numpy
    values = [[value(code, i * COLS + j) for j in range(COLS)] for i in range(ROWS)]
    return numpy.array(values, dtype=order + code, order='F' if fortran else 'C')


def document(array, half):
    everything = bytes(bytearray(range(256)))
    shared = [1, 2, 3]
    nested = None
    for _ in range(50):
        nested = (nested,)
    return {
        'arrays': [(code, array(code, order, fortran)) for code, order, fortran in layouts()],
        'half': half,
        'bytes': everything,
        'long bytes': everything * 300,
        'bytearray': bytearray(everything),
        'no bytes': b'',
        'text': u'\xe9 \u20ac \U0001f600 \\u0041 \n\r\x00',
        'integers': [0, 1, -1, 255, 256, 65535, 65536, -2**31, 2**31, -2**63, 2**63 - 1],
        'floats': [0.1, -1e300, float('inf')],
        'constants': (True, False, None),
        'set': {1, 2, 3},
        'frozenset': frozenset([4]),
        'shared': (shared, shared),
        'nested': nested,
        'many': list(range(3000)),
    }


def write_all(directory, name, array, half):
    picklers = {'': pickle.dumps}
    if hasattr(pickle, '_dumps'):
        picklers['py'] = pickle._dumps  # the one written in Python
    try:
        import cPickle
        picklers['c'] = cPickle.dumps  # Python 2's own way to have both
    except ImportError:
        pass
    for kind, dumps in picklers.items():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            opener, suffix = (gzip.open, '.pkl.gz') if protocol % 2 else (open, '.pkl')
            path = os.path.join(directory, '%s%s-%d%s' % (name, kind, protocol, suffix))
            with opener(path, 'wb') as file:
                file.write(dumps(document(array, half), protocol))


def main(reader):
    directory = tempfile.mkdtemp()
    try:
        for core in ('numpy.core', 'numpy._core'):
            write_all(directory, core, *stand_ins(core))
        for module in [m for m in sys.modules if m.split('.')[0] == 'numpy']:
            del sys.modules[module]
        try:
            import numpy
            write_all(directory, 'numpy-' + numpy.__version__, numpy_array, numpy.float64(0.5))
        except ImportError:
            print('no NumPy here: stand-ins only')
        files = sorted(os.path.join(directory, f) for f in os.listdir(directory))
        if subprocess.call([reader] + files) != 0:
            sys.exit('%s refused a file or a value' % reader)
        print('%d files by Python %s' % (len(files), sys.version.split()[0]))
    finally:
        shutil.rmtree(directory)


if __name__ == '__main__':
    main(sys.argv[1])
