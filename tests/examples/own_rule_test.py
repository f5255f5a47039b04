#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""own_rule_test.py PROGRAM: a rule of one's own changes the value and the plan, a rule taken away the cost."""
import math, os, re, subprocess, sys, unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))


class OwnRule(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = subprocess.run([PROGRAM], capture_output=True, text=True)
        cls.out = cls.result.stdout

    def numbers(self, title):
        return [float(x) for x in re.search(rf'^{re.escape(title)} +(.*)$', self.out, re.M)[1].split()]

    def test_ends_well(self):
        self.assertEqual((self.result.returncode, self.result.stderr), (0, ''))
        self.assertLessEqual(max(map(len, self.out.splitlines())), 80)

    def test_the_rule_saves_the_logarithm(self):
        before = self.numbers('log(softmax(scores)), all rules:')
        after = self.numbers('log(softmax(scores)), and my own:')
        self.assertEqual(before[:2], [-math.inf, 0])
        self.assertNotEqual(before[2], -100)
        self.assertAlmostEqual(before[2], -100, delta=0.5)
        self.assertEqual(after, [-200, 0, -100])

    def test_the_rule_is_explained(self):
        rules = re.search(r'^rules\n(.*?)^\n', self.out, re.M | re.S)[1]
        fired, silent = rules.split('unchanged by:')
        self.assertRegex(fired, r'^ +log_of_softmax +reassociating\n +A - row_max\(A\) - log\(row_sum\(exp\(A - row_max\(A\)\)\)\)')
        self.assertIn('order_chain', silent)
        self.assertNotIn('softmax', self.out.split('\nloops\n')[1])

    def test_the_rule_taken_away_costs(self):
        self.assertIn('A * B * x, all rules: ', self.out)
        flops = [int(n) for n in re.findall(r'^A \* B \* x,.*: +(\d+) flops$', self.out, re.M)]
        self.assertEqual(flops, [2 * (500 * 500 + 500 * 500), 2 * (500**3 + 500 * 500)])


if __name__ == '__main__': unittest.main(argv=[sys.argv[0], '-v'])
