# SPDX-License-Identifier: BSL-1.0
"""bench/codegen/assembly.py on assembly that was written by hand: what it counts was counted by
hand, too."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(sys.argv.pop(1)) / "bench" / "codegen"))
import assembly  # noqa: E402

TWO_LOOPS = """
\t.type\touter, @function
outer:
\tpushq\t%rbx
.L3:
\txorl\t%eax, %eax
\tvmovaps\t%ymm1, 32(%rsp)
.L2:
\tvmovups\t(%rsi,%rax,4), %ymm0   # a load
\tvbroadcastss\t(%rdi), %ymm2
\tvfmadd231ps\t32(%rdx), %ymm2, %ymm3
\tvfmadd231ps\t%ymm0, %ymm2, %ymm1
\tvmovaps\t%ymm3, 64(%rsp)
\tvpermps\t%ymm1, %ymm0, %ymm4
\taddq\t$8, %rax
\tcmpq\t%rax, %rcx
\tjne\t.L2
\tvmovups\t%ymm1, (%r8)
\tcall\tinner
\tdecq\t%r9
\tjne\t.L3
\tpopq\t%rbx
\tret
\t.size\touter, .-outer
\t.type\tinner, @function
inner:
\tleaq\ttable(%rip), %rax
\tjmp\t*(%rax)
\t.size\tinner, .-inner
\t.type\tchosen, @function
chosen:
.L9:
\tvfmadd231ss\t(%rsi), %xmm0, %xmm1
\tdecq\t%rdi
\tjne\t.L9
\tret
\t.size\tchosen, .-chosen
\t.type\ttable, @object
table:
\t.quad\tchosen
"""

# A jump back to where two ways meet, and no way back to the jump: no loop.
NO_LOOP = """
\t.type\tmeets, @function
meets:
\ttestq\t%rdi, %rdi
\tje\t.L5
.L4:
\tvaddps\t%ymm0, %ymm1, %ymm1
\tret
.L5:
\tvmulps\t%ymm0, %ymm1, %ymm1
\tjmp\t.L4
\t.size\tmeets, .-meets
"""


# A loop that is entered in its middle, and goes back by falling through; and one behind a call that
# does not return.
ROTATED = """
\t.type\trotated, @function
rotated:
\txorl\t%eax, %eax
\tjmp\t.L2
.L5:
\tvfmadd231ps\t(%rsi), %ymm1, %ymm2
\taddq\t$32, %rsi
.L2:
\tcmpq\t%rax, %rdi
\tjne\t.L5
\tret
\t.size\trotated, .-rotated
\t.type\tthrows, @function
throws:
\ttestq\t%rdi, %rdi
\tjne\t.L7
\tcall\t__cxa_throw
.L7:
\tvaddps\t%ymm0, %ymm1, %ymm1
\tdecq\t%rdi
\tjne\t.L7
\tret
\t.size\tthrows, .-throws
"""

# The same for AArch64, as g++ and clang++ write it.
ARM = """
\t.type\tproduct, %function
product:
\tstp\tx29, x30, [sp, -32]!
\tmov\tx29, sp
.L2:
\tldp\tq3, q2, [x1]   // two batches
\tld1r\t{ v5.4s }, [x7]
\tfmla\tv31.4s, v3.4s, v10.s[0]
\tfmla\tv30.4s, v2.4s, v5.4s
\tfmax\tv4.4s, v4.4s, v5.4s
\tzip1\tv6.4s, v2.4s, v3.4s
\tstr\tq30, [x29, #16]
\tsubs\tx3, x3, #1
\tbne\t.L2
\tbl\texpf
\tcbz\tx0, .L9
.L8:
\tfmadd\ts0, s1, s2, s0
\tadd\tx0, x0, #4
\tb.ne\t.L8
.L9:
\tldp\tx29, x30, [sp], 32
\tret
\t.size\tproduct, .-product
"""


class Reader(unittest.TestCase):
    """What it finds, and what it counts."""

    def setUp(self):
        self.functions = assembly.parse(TWO_LOOPS)

    def test_functions(self):
        self.assertEqual(set(self.functions), {"outer", "inner", "chosen", "table"})
        self.assertEqual(len(self.functions["outer"].body), 18)

    def test_loops(self):
        outer = self.functions["outer"]
        self.assertEqual(sorted(len(l.indices) for l in assembly.loops(outer)), [9, 15])
        self.assertEqual([len(l.indices) for l in assembly.innermost(outer)], [9])
        self.assertEqual(assembly.loops(assembly.parse(NO_LOOP)["meets"]), [])

    def test_loops_that_are_entered_elsewhere(self):
        functions = assembly.parse(ROTATED)
        self.assertEqual([l.indices for l in assembly.loops(functions["rotated"])], [(2, 3, 4, 5)])
        self.assertEqual(assembly.count(assembly.hot_loop(functions, "rotated")).fmas, 1)
        self.assertEqual([l.indices for l in assembly.loops(functions["throws"])], [(3, 4, 5)])

    def test_hot_without_multiply_adds(self):
        # A loop with more arithmetic, but less of it a product that is added.
        text = "\t.type\tf, @function\nf:\n.L1:\n" + "\tandps\t%xmm0, %xmm1\n" * 9 + (
            "\tdecq\t%rdi\n\tjne\t.L1\n.L2:\n\tmulps\t%xmm0, %xmm1\n\taddps\t%xmm1, %xmm2\n"
            "\tdecq\t%rsi\n\tjne\t.L2\n\tret\n\t.size\tf, .-f\n")
        functions = assembly.parse(text)
        loop = assembly.hot_loop(functions, "f")
        self.assertEqual(assembly.count(loop).instructions, 4)
        self.assertEqual([i.name for i in assembly.multiplied_and_added(loop)], ["mulps"])

    def test_counters(self):
        loop = assembly.hot_loop(self.functions, "outer")
        self.assertEqual(assembly.count(loop), assembly.Counters(
            instructions=9, fmas=2, arithmetic=2, loads=3, stores=1, broadcasts=1, shuffles=1,
            spills=1, calls=0, vector_bits=256))

    def test_aarch64(self):
        function = assembly.parse(ARM)["product"]
        vectors, scalars = sorted(assembly.innermost(function), key=lambda l: -len(l.indices))
        self.assertEqual(assembly.count(vectors), assembly.Counters(
            instructions=9, fmas=2, arithmetic=3, loads=2, stores=1, broadcasts=2, shuffles=1,
            spills=1, calls=0, vector_bits=128))
        self.assertEqual(assembly.count(scalars), assembly.Counters(
            instructions=3, fmas=1, arithmetic=1, loads=0, stores=0, broadcasts=0, shuffles=0,
            spills=0, calls=0, vector_bits=32))
        self.assertEqual(assembly.hot_loop({"product": function}, "product"), vectors)
        self.assertEqual(sum(map(assembly.is_call, function.body)), 1)

    def test_share_of_peak(self):
        if assembly.mca_program() is None:
            self.skipTest("there is no llvm-mca")
        loop = assembly.hot_loop(self.functions, "chosen")
        known = assembly.predict_loop(loop, ["haswell"])
        self.assertEqual(known.cpu, "haswell")
        # One multiply-add of one float of eight in 5 cycles of two units, on Haswell.
        self.assertAlmostEqual(assembly.share_of_peak(loop, known, 256), 1 / 80, delta=1 / 800)

    def test_reachable_through_a_table(self):
        self.assertEqual(set(assembly.reachable(self.functions, "outer")), set(self.functions))
        loop = assembly.hot_loop(self.functions, "inner")
        self.assertEqual((loop.function.name, assembly.count(loop).vector_bits), ("chosen", 32))

    def test_operands(self):
        self.assertEqual(assembly.split_operands("8(%rax,%rbx,4), %zmm1{%k1}{z}"),
                         ("8(%rax,%rbx,4)", "%zmm1{%k1}{z}"))

    def test_kinds(self):
        def one(text):
            return assembly.parse(f"\t.type\tf, @function\nf:\n\t{text}\n")["f"].body[0]

        for text in ("addq\t$1, (%rax)", "vaddps\t(%rax), %ymm0, %ymm0", "cmpl\t$0, (%rax)",
                     "movq\t(%rax), %rbx", "vfmadd231ps\t(%rax){1to16}, %zmm0, %zmm1"):
            self.assertTrue(assembly.is_load(one(text)), text)
        for text in ("movq\t%rbx, (%rax)", "leaq\t(%rax), %rbx", "prefetcht0\t(%rax)",
                     "vmovups\t%zmm0, (%rax){%k1}", "nopw\t(%rax)"):
            self.assertFalse(assembly.is_load(one(text)), text)
        for text in ("addq\t$1, (%rax)", "vmovups\t%zmm0, (%rax){%k1}", "movl\t$0, 4(%rsp)"):
            self.assertTrue(assembly.is_store(one(text)), text)
        for text in ("cmpl\t$0, (%rax)", "vmovups\t(%rax), %zmm0", "prefetcht0\t(%rax)",
                     "call\t*(%rax)"):
            self.assertFalse(assembly.is_store(one(text)), text)
        self.assertTrue(assembly.is_broadcast(one("vfmadd231ps\t(%rax){1to16}, %zmm0, %zmm1")))
        for text in ("decq\t8(%rsp)", "sete\t(%rax)"):
            self.assertTrue(assembly.is_store(one(text)), text)
        self.assertFalse(assembly.is_load(one("sete\t(%rax)")))
        for text, bits in (("vaddsd\t%xmm0, %xmm1, %xmm1", 64), ("cvtsi2sdq\t%rax, %xmm0", 64),
                           ("vcvttss2si\t%xmm0, %eax", 32), ("vpabsd\t%xmm0, %xmm1", 128)):
            self.assertEqual(assembly.width(one(text)), bits, text)
        for text in ("bsl\tv0.16b, v1.16b, v2.16b", "bic\tv0.16b, v1.16b, v2.16b"):
            self.assertEqual((one(text).target, assembly.is_arithmetic(one(text))), ("", True))
        self.assertEqual(one("blt\t.L3").target, ".L3")


if __name__ == "__main__":
    unittest.main()
