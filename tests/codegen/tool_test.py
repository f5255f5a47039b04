# SPDX-License-Identifier: BSL-1.0
"""bench/codegen/tessera_asm.py on files of a user, right ones and wrong ones."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT, COMPILER = pathlib.Path(sys.argv[1]), sys.argv[2]
del sys.argv[1:]
TOOL = ROOT / "bench" / "codegen" / "tessera_asm.py"

MINE = """
#include <tessera/tessera.hpp>
tessera::matrix<float> mine(tessera::matrix<float> const& a, tessera::matrix<float> const& b) {
  return tessera::eval<tessera::tiled>(a * b);
}
"""


class Tool(unittest.TestCase):
    """What it prints, and what it says where it cannot."""

    def run_on(self, text, *options):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "mine.cpp"
            if text is not None:
                path.write_text(text)
            return subprocess.run(
                [sys.executable, str(TOOL), "--compiler", COMPILER, "--march", "x86-64-v3",
                 "--width", "120", *options, str(path)],
                capture_output=True, text=True, check=False)

    def test_policies_side_by_side(self):
        run = self.run_on(MINE)
        self.assertEqual(run.returncode, 0, run.stderr)
        row = {line[:26].strip(): line[26:].split() for line in run.stdout.splitlines()}
        self.assertEqual(row["one turn of the hot loop"], ["naive", "dot_inner", "tiled"])
        self.assertEqual(row["bits of a register"], ["32", "256", "256"])
        self.assertGreaterEqual(int(row["multiply-adds"][2]), 12)
        self.assertEqual(row["calls"], ["0", "0", "0"])
        self.assertRegex(run.stdout, r"vfmadd\w+ss")
        self.assertRegex(run.stdout, r"vfmadd\w+ps +.*%ymm")

    def test_replaces_policies_only(self):
        text = (MINE.replace("tessera::tiled>", "tessera::parallel<tessera::tiled_by<6, 16>>>") +
                "#include <string>\nint length(std::string s) { s.assign(3, 'x'); "
                "return int(s.size()); }\n")
        run = self.run_on(text, "--policies", "naive,tiled_by<4,16>", "--function", "mine")
        self.assertEqual(run.returncode, 0, run.stderr)
        row = {line[:26].strip(): line[26:].split() for line in run.stdout.splitlines()}
        self.assertEqual(row["one turn of the hot loop"], ["naive", "tiled_by<4,16>"])
        self.assertEqual(row["bits of a register"], ["32", "256"])

    def test_tells_overloads_apart(self):
        text = MINE + MINE.replace("float", "double").replace("#include <tessera/tessera.hpp>", "")
        run = self.run_on(text, "--policies", "naive")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stdout, r"mine\(.*float")
        self.assertRegex(run.stdout, r"mine\(.*double")

    def test_refuses(self):
        for text, options, sentence in (
                (None, (), "there is no file"),
                ("int f();", (), "calls neither eval nor assign"),
                (MINE, ("--function", "yours"), "has no function yours; it has mine"),
                (MINE, ("--policies", ","), "--policies names none"),
                (MINE.replace("eval<tessera::tiled>", "eval<mine_own>"), (),
                 "names a policy mine_own that cannot be replaced"),
                (MINE.replace("a * b", "a * c"), (), "refuses mine.cpp"),
                (MINE, ("--compiler", "no-such-compiler"), "there is no compiler")):
            run = self.run_on(text, *options)
            self.assertEqual(run.returncode, 1, sentence)
            self.assertIn(sentence, run.stderr)


if __name__ == "__main__":
    unittest.main()
