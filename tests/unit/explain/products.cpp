// SPDX-License-Identifier: BSL-1.0
// Products: loops, blocks, what rides on the store.

#include <sstream>

#include "unit/explain/cases.hpp"

using namespace explain_test;

TEST_CASE("bias and relu ride on the store of a product") {
  matrix<float> const X(64, 784), W(784, 128);
  row_vector<float> const b(128);
  check(explain<blocks>(relu(X * W + b)), R"(
relu(A * B + C)  (64 x 128 float, by tiled_by<6, 16, 256, 120, 512>)
  A   64 x 784  float  row-major
  B  784 x 128  float  row-major
  C    1 x 128  float  row

rules
  fuse_epilogue      exact
    relu([A * B + C])
  fuse_epilogue      exact
    [relu(A * B + C)]
  [ ] is one nest: what is around its product is done before the only store

loops
  R = relu(A * B + C)  (64 x 128)
    for pc by 196 of 784:
      for jr by 16 of 128, ir by 6 of 64:
        at ir = 0: pack B
        tile 6 x 16: acc += A(i,p) * B(p,j)
        with the last pc: R(i,j) = relu(acc + C(j))

12.9 MFLOP, 621 KiB moved at least, 20.2 FLOP per byte; 1 nest, no temporaries;
workspace 82.1 KiB
)");
}

TEST_CASE("a chain is multiplied in the order that costs least") {
  matrix<float> const A(1000, 800), B(800, 1200);
  col_vector<float> const x(1200);
  check(explain<blocks>(A * B * x), R"(
A * B * C  (1000 x 1 float, by tiled_by<6, 16, 256, 120, 512>)
  A  1000 x 800   float  row-major
  B   800 x 1200  float  row-major
  C  1200 x 1     float  column

rules
  order_chain        reassociating
    A * (B * C)
    (3.52 MFLOP; from left to right 1.92 GFLOP)

loops
  T1 = B * C  (800 x 1)
    for i of 800: acc = sum of B(i,p) * C(p), in 16 lanes
      T1(i) = acc
  R = A * T1  (1000 x 1)
    for i of 1000: acc = sum of A(i,p) * T1(p), in 16 lanes
      R(i) = acc

3.52 MFLOP, 6.73 MiB moved at least, 0.5 FLOP per byte; 2 nests, 1 temporary;
workspace 3.19 KiB
)");
}

TEST_CASE("a common factor is found at run time") {
  matrix<float> const X(1000, 784), Y(1000, 784);
  matrix<float, 784, 128> const W;
  check(explain<blocks>(X * W - Y * W), R"(
A * B - C * B  (1000 x 128 float, by tiled_by<6, 16, 256, 120, 512>)
  A  1000 x 784  float  row-major
  B   784 x 128  float  row-major, known extents
  C  1000 x 784  float  row-major

rules
  factor_out         reassociating
    (A - C) * B
    (B is the same matrix in both products)

loops
  R = (A - C) * B  (1000 x 128)
    for ic by 114 of 1000:
      for pc by 196 of 784:
        pack A - C, computed on the way
        for jr by 16 of 128, ir by 6 of 114:
          at ir = 0: pack B
          tile 6 x 16: acc += (A(i,p) - C(i,p)) * B(p,j)
          with the last pc: R(i,j) = acc

201 MFLOP, 6.85 MiB moved at least, 28 FLOP per byte; 1 nest, no temporaries;
workspace 542 KiB
)");
}

TEST_CASE("half of a product with its own transpose") {
  matrix<float> const A(500, 300);
  check(explain<blocks>(transpose(A) * A), R"(
transpose(A) * A  (300 x 300 float, by tiled_by<6, 16, 256, 120, 512>)
  A  500 x 300  float  row-major

rules
  halve_gram         exact
    transpose(A) * A
    (the factors are transposes of each other: half of it is mirrored)

loops
  R = transpose(A) * A  (300 x 300)
    for ic by 102 of 300:
      for pc by 250 of 500:
        pack transpose(A)
        for jr by 16 of 300, ir by 6 of 102, upper half:
          at ir = 0: pack A
          tile 6 x 16: acc += A(p,i) * A(p,j)
          with the last pc: R(i,j) = acc
    the elements below the diagonal are those above it

45.2 MFLOP, 938 KiB moved at least, 47 FLOP per byte; 1 nest, no temporaries;
workspace 823 KiB
)");
}

TEST_CASE("the triple loop") {
  matrix<double> const A(40, 30), B(30, 40);
  check(explain<naive>(2 * (A * B) + identity<double>(40)), R"(
2 * (A * B) + identity(40)  (40 x 40 double, by naive)
  A  40 x 30  double  row-major
  B  30 x 40  double  row-major

rules
  fuse_epilogue      exact
    [2 * (A * B)] + identity(40)
  fuse_epilogue      exact
    [2 * (A * B) + identity(40)]
  [ ] is one nest: what is around its product is done before the only store

loops
  R = 2 * (A * B) + identity(40)  (40 x 40)
    for i of 40, j of 40:
      for p of 30: acc += A(i,p) * B(p,j)
      R(i,j) = 2 * acc + identity(i,j)

99.2 kFLOP, 31.3 KiB moved at least, 3.1 FLOP per byte; 1 nest, no temporaries;
workspace 0 bytes
)");
}

TEST_CASE("a layer is computed in panels of rows and consumed at once") {
  matrix<float> const X(1000, 784);
  matrix<float, 784, 128> const W1;
  matrix<float, 128, 16> const W2;
  row_vector<float> const b1(128);
  row_vector<float, 16> const b2;
  check(explain<blocks>(relu(X * W1 + b1) * W2 + b2), R"(
relu(A * B + C) * D + E  (1000 x 16 float, by tiled_by<6, 16, 256, 120, 512>)
  A  1000 x 784  float  row-major
  B   784 x 128  float  row-major, known extents
  C     1 x 128  float  row
  D   128 x 16   float  row-major, known extents
  E     1 x 16   float  row, known extents

rules
  fuse_epilogue      exact
    relu([A * B + C]) * D + E
  fuse_epilogue      exact
    [relu(A * B + C)] * D + E
  fuse_epilogue      exact
    [[relu(A * B + C)] * D + E]
  [ ] is one nest: what is around its product is done before the only store

loops
  pack B, once: 784 x 128 in panels of 16 columns
  pack D, once: 128 x 16 in panels of 16 columns
  for panels of 216 rows of 1000:
    T1 = relu(A * B + C)  (216 x 128)
      for ic by 108 of 216:
        for pc by 196 of 784:
          for jr by 16 of 128, ir by 6 of 108:
            tile 6 x 16: acc += A(i,p) * B(p,j)
            with the last pc: T1(i,j) = relu(acc + C(j))
    R = T1 * D + E  (216 x 16)
      for ic by 108 of 216:
        for ir by 6 of 108:
          tile 6 x 16: acc += T1(i,p) * D(p,j)
          R(i,j) = acc + E(j)

205 MFLOP, 3.44 MiB moved at least, 56.8 FLOP per byte; 2 nests, no temporaries,
1 result panel by panel; workspace 562 KiB
)");
}

TEST_CASE("where addresses decide, the summary is about the way that is taken") {
  matrix<float> const a(20, 20), b(20, 20), c(20, 20);
  auto const one = relu(a * b) - a * b, two = relu(a * b) - a * c;
  static_assert(decltype(plan(one))::nests == 2 && decltype(plan(one))::temporaries == 1);
  CHECK(plan(one).taken(one) == explaining::tally{1, 0, 0, 2});
  CHECK(plan(two).taken(two) == explaining::tally{2, 1, 0, 4});
  std::string const about_one = explain(one), about_two = explain(two);
  CHECK(about_one.find("; 1 nest, no temporaries;") != std::string::npos);
  CHECK(about_two.find("; 2 nests, 1 temporary;") != std::string::npos);
}

namespace {
/// Functions are counted as often as they are called, on either side of a product.
template<class P>
void check_calls(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  matrix<float> const a(m, k), b(k, n);
  index_t calls = 0;
  auto const same = [&calls](float x) { return ++calls, x; };
  auto const left = map(same, a) * b;
  auto const right = a * map(same, b);
  index_t const plain = plan<P>(a * b).flops(a * b);
  (void)eval<P>(left);
  CHECK(plan<P>(left).flops(left) - plain == calls);
  calls = 0;
  (void)eval<P>(right);
  CHECK(plan<P>(right).flops(right) - plain == calls);
}
}  // namespace

TEST_CASE("operations are counted as often as they are carried out") {
  check_calls<tiled>(3, 4, 5);
  check_calls<tiled>(64, 64, 64);
  check_calls<tiled>(5, 2000, 600);  // several blocks of columns: rows are computed for each
  check_calls<tiled>(50, 784, 10);
  check_calls<dot_inner>(3, 4, 5);
  check_calls<dot_inner>(20, 30, 40);
  check_calls<naive>(3, 4, 5);
}

TEST_CASE("a product of bytes takes groups of them") {
  matrix<std::int8_t> const A(30, 1101), B(1101, 40);
  std::ostringstream text;
  text << explain<blocks>(A * B);
  std::string const page = text.str();
  CAPTURE(page);
  CHECK(page.find("cast<int32>(A(i,p)) * cast<int32>(B(p,j))") != std::string::npos);
  CHECK(page.find(" of 1101:") != std::string::npos);
  CHECK((page.find(", p by ") != std::string::npos) == simd::has_pairs);
}

TEST_CASE("small products: what is copied is copied in front of the loops, parts of a sum never") {
  matrix<float> const A(40, 30), B(30, 20), C(40, 10), D(10, 20), H(20, 30);
  auto const loops = [](auto const& e) {
    std::ostringstream text;
    text << explain<tiled>(e);
    std::string const page = text.str();
    auto const begin = page.find("\nloops\n") + 7;
    return page.substr(begin, page.find("MFLOP") - begin);
  };
  constexpr bool copies = kernel::reads_plain_panels<kernel::batch<float>>;
  auto const has = [](std::string const& page, char const* what) {
    return page.find(what) != std::string::npos;
  };
  auto const sum = loops(A * B + C * D);
  CAPTURE(sum);
  CHECK(has(sum, "pack") != copies);
  auto const down = loops(A * transpose(H));  // named A * B
  CAPTURE(down);
  CHECK(has(down, "\n    pack B\n") == copies);
  CHECK(has(down, "at ir = 0: pack") != copies);
  auto const computed = loops((A + A) * B);
  CAPTURE(computed);
  CHECK(has(computed, "\n    pack A + A, computed on the way\n"));
}

TEST_CASE("panels of a large product go by four at a time") {
  matrix<float> const A(1500, 1000), B(1000, 520);
  std::ostringstream text;
  text << explain<blocks>(A * B);
  std::string const page = text.str();
  CAPTURE(page);
  CHECK(page.find("for jg by 64 of 512, ir by 6 of 120, jr by 16 of 64:\n") != std::string::npos);
}

TEST_CASE(
    "few columns: in batches of half as many lanes where those are worth it, or down the rows") {
  constexpr bool wide = blocking<tiled, float>::lanes == 16;
  matrix<float> const A(64, 784), eight(784, 8), ten(784, 10);
  auto const says = [](auto const& e, char const* loop, char const* tile) {
    std::ostringstream text;
    text << explain<tiled>(e);
    std::string const page = text.str();
    CAPTURE(page);
    CHECK(page.find(loop) != std::string::npos);
    CHECK(page.find(tile) != std::string::npos);
  };
  char const* const loop = wide ? "for ir by 8 of 64:" : "for ir by 6 of 64:";
  char const* const tile = wide ? "tile 8 x 8:" : "tile 6 x ";
  says(A * eight, loop, tile);
  says(relu(A * eight), loop, tile);
  says(A * ten, wide ? "for ir by 16 of 64:" : "ir by 6 of 64",
       wide ? "tile 16 x 10, A turned over in registers:" : "tile 6 x ");
}

TEST_CASE("one row, or one column, at run time") {
  matrix<float> const A(300, 64), x(64, 1), b(1, 300);
  auto const says = [](auto const& e, std::string const& line) {
    std::ostringstream text;
    text << explain<tiled>(e);
    std::string const page = text.str();
    CAPTURE(page);
    CHECK(page.find(line) != std::string::npos);
  };
  constexpr index_t down = 4 * std::min<index_t>(8, simd::lanes_of<simd::batch<float>>),
                    across = 8 * simd::lanes_of<simd::batch<float>>;
  says(A * x, "for ir by " + std::to_string(down) + " of 300:\n");
  says(relu(A * x), "tile " + std::to_string(down) + " x 1, A turned over in registers: acc += ");
  says(b * A, across < 64 ? "for jr by " + std::to_string(across) + " of 64:\n" : "tile 1 x 64: ");
}
