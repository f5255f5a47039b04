#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""same_bits.py PROGRAM PROGRAM: both print the same lines, and there are some."""
import subprocess, sys
first, second = (subprocess.run([p], capture_output=True, text=True, check=True).stdout.splitlines() for p in sys.argv[1:])
if len(first) < 400 or len(first) != len(second): sys.exit(f'{len(first)} and {len(second)} lines')
differ = [f'{a}  |  {b}' for a, b in zip(first, second) if a != b]
if differ: sys.exit('\n'.join([f'{len(differ)} of {len(first)} hashes differ:'] + differ[:20]))
if len({line.split()[-1] for line in first}) < len(first) * 0.9: sys.exit('the hashes hardly differ: what is hashed?')
print(f'{len(first)} hashes, the same bits')
