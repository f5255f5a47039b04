#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""mnist_test.py PROGRAM: the main job prints its parts in their order, and refuses what it must."""
import os, pty, re, select, signal, subprocess, sys, tempfile, unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))

# x_valid[:5] @ weights as PyTorch printed it in the course's notebook: after torch.manual_seed(1);
# weights = torch.randn(784, 10); torch.set_printoptions(precision=2, linewidth=140, sci_mode=False).
PRODUCT = '''\
tensor([[-10.94,  -0.68,  -7.00,  -4.01,  -2.09,  -3.36,   3.91,  -3.44, -11.47,  -2.12],
        [ 14.54,   6.00,   2.89,  -4.08,   6.59, -14.74,  -9.28,   2.16, -15.28,  -2.68],
        [  2.22,  -3.22,  -4.80,  -6.05,  14.17,  -8.98,  -4.79,  -5.44, -20.68,  13.57],
        [ -6.71,   8.90,  -7.46,  -7.90,   2.70,  -4.73, -11.03, -12.98,  -6.44,   3.64],
        [ -2.44,  -6.40,  -2.40,  -9.04,  11.18,  -5.77,  -8.92,  -3.79,  -8.98,   5.28]])
'''

TIME = r'([\d.e+]+) (s|ms|us|ns)'
PARTS = [
    r'data: .*the extract of MNIST that comes with tessera\n\n',
    r'x_train \(2000, 784\)  y_train \(2000,\)\nx_valid \(500, 784\)  y_valid \(500,\)\n'
    r'x_test  \(500, 784\)  y_test  \(500,\)\n\n',
    r'(?:[ .:\-=+*#%@]*\n){20,40}labels: 3 8 6 9 6\n\n',
    re.escape(PRODUCT) + '\n',
    r'tiled == naive, bit for bit\ndot_inner is within \S+ of naive; the bound on rounding is \S+\n\n',
    *(rf'%timeit eval<{rung}>\(m1 \* m2\)\n{TIME} \+- {TIME} per loop '
      r'\(mean \+- std\. dev\. of 7 runs, (10*(?:,000)*) loops? each\)\n' for rung in ('naive', 'dot_inner', 'tiled')),
    r'\n +per loop  speed-up   GFLOP/s  of peak   the original \(speed-up\)\n',
    rf'naive +{TIME} +1\.0 +([\d.]+) +([\d.]+)%   846 ms\n',
    rf'dot_inner +{TIME} +([\d.]+) +([\d.]+) +([\d.]+)%   340 us \(about 2,000\)\n',
    rf'tiled +{TIME} +([\d.]+) +([\d.]+) +([\d.]+)%\n',
    r'\nthe original: .*Python.*\nhere: .+\npeak: (\d+) GFLOP/s.*; 78,400 flops a product\n',
]


def seconds(number, unit): return float(number) * {'s': 1, 'ms': 1e-3, 'us': 1e-6, 'ns': 1e-9}[unit]


def run(*args, **more):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True, **more)


def on_a_terminal(*args, columns, **env):
    """What it shows on a terminal until it starts to measure."""
    pid, fd = pty.fork()
    if pid == 0:
        os.system(f'stty cols {columns}')
        os.execve(PROGRAM, [PROGRAM, *args], {'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8', **env})
    shown = b''
    while b'%timeit' not in shown and select.select([fd], [], [], 30)[0]:
        try: shown += os.read(fd, 65536)
        except OSError: break
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    return shown.decode()


class MainJob(unittest.TestCase):
    def test_prints_its_parts_in_order(self):
        with tempfile.TemporaryDirectory() as elsewhere:
            result = run('--ascii', cwd=elsewhere, env={})
        self.assertEqual(result.stderr, '')
        self.assertEqual(result.returncode, 0)
        self.assertTrue(result.stdout.isascii())
        rest, found = result.stdout, []
        for part in PARTS:
            match = re.match(part, rest)
            self.assertTrue(match, f'no\n{part}\nat\n{rest}')
            rest, found = rest[match.end():], found + [match.groups()]
        self.assertEqual(rest, '')

        peak = float(found[-1][0])
        (number, unit, *rest), *others = found[9:12]
        rows = [(number, unit, '1.0', *rest), *others]
        times = [seconds(*measured[:2]) for measured in found[5:8]]
        for measured, (number, unit, speedup, gflops, part) in zip(found[5:8], rows, strict=True):
            time, loops = seconds(number, unit), int(measured[4].replace(',', ''))
            self.assertEqual((number, unit), measured[:2])
            self.assertAlmostEqual(float(speedup), times[0] / time, delta=0.06 + 0.01 * times[0] / time)
            self.assertAlmostEqual(float(gflops), 78400 / time / 1e9, delta=0.006 + 0.01 * float(gflops))
            self.assertAlmostEqual(float(part), 100 * float(gflops) / peak, delta=0.06 + 0.02 * float(part))
            # A tenth of the loops took less than 0.2 s, all of them took more: unless the machine was busy elsewhere.
            self.assertTrue(0.05 < time * loops < 8, f'{time} s, {loops} loops')

    def test_draws_half_blocks_on_a_terminal(self):
        wide = on_a_terminal(columns=200)
        self.assertIn('\033[38;5;255;48;5;', wide)
        self.assertIn('▀', wide)
        plain = on_a_terminal(columns=200, NO_COLOR='1')
        self.assertNotIn('\033[', plain)
        self.assertIn('█', plain)
        heights = {columns: on_a_terminal(columns=columns, NO_COLOR='1').split('labels')[0].count('\n')
                   for columns in (20, 80, 200)}
        self.assertLess(heights[200], heights[80])
        self.assertLess(heights[80], heights[20])

    def test_draws_ascii_where_nothing_else_is_safe(self):
        for args, env in ([['--ascii'], {}], [[], {'LC_ALL': 'C'}], [[], {'TERM': 'dumb'}]):
            shown = on_a_terminal(*args, columns=120, **env)
            self.assertIn('labels: 3 8 6 9 6', shown)
            self.assertTrue(shown.isascii())
            self.assertNotIn('\033', shown)

    def test_explains_itself(self):
        result = run('--help')
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        for option in ('--data FILE', '--download [URL]', '--ascii', '--help'): self.assertIn(option, result.stdout)
        self.assertLessEqual(max(map(len, result.stdout.splitlines())), 80)

    def assert_refused(self, status, sentence, *args):
        result = run(*args)
        self.assertEqual(result.returncode, status, args)
        self.assertRegex(result.stderr, rf'\Amnist: .*{sentence}.*\n\Z')

    def test_refuses_a_wrong_command_line(self):
        for args in (['--dat'], ['x'], ['--data'], ['--data', '--ascii'], ['--ascii', '--ascii'], ['--ascii=1'],
                     ['--data', 'a', '--data', 'b'], ['--download', 'file:///etc/passwd']):
            self.assert_refused(2, '; see --help', *args)

    def test_refuses_wrong_data(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assert_refused(1, 'missing.gz', '--data', folder + '/missing.gz')
            self.assert_refused(1, re.escape(folder), '--data', folder)
            with open(folder + '/text', 'w') as text: text.write('five, 0, 4, 1, 9, 2\n')
            self.assert_refused(1, '/text', '--data', folder + '/text')

    def test_notices_that_nobody_can_read_it(self):
        with open('/dev/full', 'w') as full:
            result = subprocess.run([PROGRAM, '--help'], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r'\Amnist: .+\n\Z')


if __name__ == '__main__': unittest.main(argv=[sys.argv[0], '-v'])
