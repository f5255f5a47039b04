#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""tutorial_test.py ROOT PROGRAM COMPILER...: examples/README.md is what bench/codegen/tutorial.py
would write; a copy in which something is wrong is not; and a copy can be written anew."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT, PROGRAM, *COMPILER = sys.argv[1:]
del sys.argv[1:]
ROOT = pathlib.Path(ROOT)
TOOL = ROOT / "bench" / "codegen" / "tutorial.py"
sys.path.insert(0, str(TOOL.parent))
import tutorial  # noqa: E402


class Tutorial(unittest.TestCase):
    """The page itself, and copies of it."""

    @classmethod
    def setUpClass(cls):
        cls.page = (ROOT / "examples" / "README.md").read_text()
        cls.source = (ROOT / "examples" / "foundations" / "steps.cpp").read_text()
        cls.loops = tutorial.loops_of(COMPILER, cls.source)
        # Compiled once: no test below changes what the compiler makes of the source.
        tutorial.loops_of = lambda compiler, source: cls.loops
        # The page as this compiler writes it, so that all of it can be compared.
        cls.own = tutorial.with_parts(cls.page, tutorial.produced(COMPILER, cls.source, None))

    def faults(self, page, source=None):
        return tutorial.check(COMPILER, source or self.source, page)[0]

    def changed(self, old, new, count=1):
        """The page with the first match of `old` replaced, which has to be there."""
        page, times = re.subn(old, new, self.own, count, re.M)
        self.assertTrue(times, old)
        return page

    def test_the_page_is_what_would_be_written(self):
        faults, note = tutorial.check(COMPILER, self.source, self.page)
        self.assertEqual(faults, [], "`meson compile -C build tutorial` writes the page anew")
        if note:
            print(note)

    def test_the_check_finds_fault(self):
        self.assertEqual(self.faults(self.own), [])
        for page, sentence in (
                (self.changed(r"assign<naive>\(C, A \* B\)", "assign<naive>(C, B * A)"),
                 r"^code 1: the page has\n.*B \* A.*\nand should have\n.*A \* B"),
                (self.changed(r"^ +vfmadd231ss .*\n", ""), "^loop 1: the page has"),
                (self.changed(r"%ymm(\d+), %ymm(\d+)$", r"%ymm\2, %ymm\1"), "^loop [2-6]: "),
                (self.changed(r"1 multiply-add of", "2 multiply-adds of"), "^loop [12]: "),
                (self.changed(r"^\| fused \| \d+\.\d\d \(\d+\.\d %\)", "| fused | "),
                 "^speeds: fused needs a number"),
                (self.changed(r"^\| fused .*\n", ""), "^speeds: fused needs a number"),
                (self.changed(r"^\| fused \| \d+\.\d\d", "| fused | 9999.00"),
                 "^speeds: fused cannot be at 9999"),
                (self.changed(r"; peak: [\d.]+", ""), "^speeds: there is no peak"),
                (self.changed(r"^GFLOP/s: \d+", "GFLOP/s: 7777"),
                 "^speed 1: is not what the table says"),
                (self.changed(r"<!-- loop 4 -->", ""), "^loop 4: is not in the page")):
            faults = self.faults(page)
            self.assertTrue(any(re.search(sentence, fault) for fault in faults),
                            f"{sentence} in {faults}")

    def test_the_source_counts(self):
        source = self.source.replace("relu(A * B + b)", "relu(b + A * B)")
        self.assertTrue(source != self.source)
        self.assertRegex(self.faults(self.own, source)[0], "^code 6: ")

    def test_another_compiler_compares_less(self):
        page = self.changed(r"(<!-- compiler -->\n`)[^`]*", r"\1g++ 1.0")
        page = re.sub(r"^ +vfmadd231ss .*\n", "", page, flags=re.M)
        faults, note = tutorial.check(COMPILER, self.source, page)
        self.assertEqual(faults, [])
        self.assertRegex(note, "did not write the loops")

    def test_what_is_said_of_loops_is_checked(self):
        swapped = {**self.loops, "triple_loop": self.loops["dot_product"],
                   "register_tile": self.loops["several_sums"]}
        faults = "\n".join(tutorial.faults_of_loops(swapped))
        self.assertRegex(faults, "triple_loop: registers of 256 bits")
        self.assertRegex(faults, r"register_tile: 0\.50 multiply-adds a load")

    def run_tool(self, *options):
        return subprocess.run([sys.executable, str(TOOL), *options, "--compiler", *COMPILER],
                              capture_output=True, text=True, check=False)

    def test_writes_and_checks(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "README.md"
            empty = re.sub(r"(<!-- \w+(?: \d)? -->\n).*?(<!-- end -->)", r"\1\2", self.page,
                           flags=re.S)
            copy.write_text(empty)
            run = self.run_tool("--check", "--page", str(copy))
            self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
            self.assertIn("writes the page anew", run.stdout)
            run = self.run_tool("--write", PROGRAM, "--page", str(copy))
            self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))
            run = self.run_tool("--check", "--page", str(copy))
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_refuses(self):
        for options, sentence in (
                (("--check", "--page", "no-such-page"), "there is no file no-such-page"),
                (("--write", "no-such-program"), "there is no program no-such-program"),
                (("--write", "--page", str(TOOL)), "the page has no place for")):
            run = self.run_tool(*options)
            self.assertEqual(run.returncode, 1)
            self.assertIn(sentence, run.stderr)

    def test_the_program_refuses(self):
        for options in (["--yaml"], ["--json", "--json"]):
            run = subprocess.run([PROGRAM, *options], capture_output=True, text=True, check=False)
            self.assertEqual((run.returncode, run.stdout), (2, ""))
            self.assertEqual(run.stderr, "foundations: there is no option but --json\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
