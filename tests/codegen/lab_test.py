# SPDX-License-Identifier: BSL-1.0
"""bench/codegen/lab.py on a few specimens: what it finds, and what it says where it cannot."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT, COMPILER = pathlib.Path(sys.argv[1]), sys.argv[2]
del sys.argv[1:]
CODEGEN = ROOT / "bench" / "codegen"
SPECIMENS, HAND = CODEGEN / "specimens.cpp", CODEGEN / "hand.cpp"


def run(*options):
    """lab.py with these options."""
    return subprocess.run([sys.executable, str(CODEGEN / "lab.py"), *map(str, options)],
                          capture_output=True, text=True, check=False)


class Lab(unittest.TestCase):
    """A lab of three specimens and one compiler."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "lab"
            cls.made = run(out, SPECIMENS, HAND, "--compilers", COMPILER, "--isas",
                          "x86-64,x86-64-v3", "--specimens", "product,static_4,six_operands")
            if cls.made.returncode == 0:
                cls.data = json.loads((out / "lab.json").read_text())
                cls.page = (out / "index.html").read_text()

    def setUp(self):
        self.assertEqual(self.made.returncode, 0, self.made.stderr)
        self.entries = {(e["specimen"], e["variant"], e["isa"]): e for e in self.data["entries"]}

    def test_has_every_pair(self):
        isas, policies = ("x86-64", "x86-64-v3"), ("naive", "dot_inner", "tiled")
        self.assertEqual(
            set(self.entries),
            {(s, p, i) for s in ("product", "static_4", "six_operands") for p in policies
             for i in isas} | {(s, "hand", i) for s in ("product", "six_operands") for i in isas})
        self.assertIn("22 functions", self.made.stdout)
        self.assertIn("vfmadd231ps", self.page)

    def test_counts_the_hot_loop(self):
        for variant in ("tiled", "hand"):
            counters = self.entries["product", variant, "x86-64-v3"]["counters"]
            self.assertEqual((counters["fmas"] % 12, counters["spills"], counters["calls"],
                              counters["vector_bits"]), (0, 0, 0, 256), variant)
        naive = self.entries["product", "naive", "x86-64-v3"]["counters"]
        self.assertEqual((naive["fmas"] > 0, naive["vector_bits"]), (True, 32))

    def test_marks_the_hot_loop(self):
        entry = self.entries["product", "tiled", "x86-64-v3"]
        hot = [kind for _, kind, is_hot in entry["lines"] if is_hot]
        self.assertEqual(hot.count("fma"), entry["counters"]["fmas"])
        self.assertEqual(hot.count("broadcast"), entry["counters"]["broadcasts"])
        self.assertLess(len(hot), len(entry["lines"]))

    def test_has_straight_code(self):
        entry = self.entries["static_4", "tiled", "x86-64-v3"]
        self.assertIsNone(entry["counters"])
        self.assertEqual(entry["function"], "static_4")
        kinds = {kind for _, kind, _ in entry["lines"]}
        self.assertLessEqual({"fma", "store"}, kinds)
        self.assertFalse(any(is_hot for _, _, is_hot in entry["lines"]))

    def test_shows_the_nest(self):
        nest = self.entries["product", "tiled", "x86-64"]["nest"]
        self.assertIn("tile 6 x 8: acc += A(i,p) * B(p,j)", nest)
        self.assertEqual(self.entries["product", "hand", "x86-64"]["nest"], "")

    def test_refuses(self):
        for options, sentence in (
                ((SPECIMENS, "--compilers", "no-such-compiler"), "no compiler no-such-compiler"),
                ((SPECIMENS, "--isas", "vax"), "there is no instruction set vax; there are x86-64"),
                ((SPECIMENS, "--specimens", "yours"), "there is no specimen yours; there are"),
                ((SPECIMENS, "--compilers", sys.executable), "is neither g++ nor clang++"),
                ((SPECIMENS, "--specimens", ","), "there is no specimen in"),
                ((ROOT / "examples" / "data" / "mnist-mini.pkl.gz",), "can't decode"),
                (("no-such-file.cpp",), "there is no file no-such-file.cpp"),
                ((HAND,), "has no specimen")):
            with tempfile.TemporaryDirectory() as folder:
                refused = run(pathlib.Path(folder) / "out", *options)
            self.assertEqual(refused.returncode, 1, sentence)
            self.assertIn(sentence, refused.stderr)
            self.assertNotIn("Traceback", refused.stderr)
        self.assertIn("File exists", run(SPECIMENS, SPECIMENS).stderr)

    def test_says_what_is_wrong_with_a_specimen(self):
        broken = ('#include <tessera/tessera.hpp>\nusing namespace tessera;\n%s'
                  '// One\nvoid one(matrix<float>& c, matrix<float> const& a) {\n'
                  '  assign<tiled>(c, %s);\n}\n%s')
        for text, sentence in (
                (broken % ('extern "C" {\n', "a * nope", "}\n"), "cannot compile it"),
                (broken % ("", "a * a", ""), "has no function one")):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "broken.cpp"
                path.write_text(text)
                done = run(pathlib.Path(folder) / "out", path, "--compilers", COMPILER, "--isas",
                           "x86-64,x86-64")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(sentence, done.stdout)


if __name__ == "__main__":
    unittest.main()
