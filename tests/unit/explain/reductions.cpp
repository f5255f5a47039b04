// SPDX-License-Identifier: BSL-1.0
// Reductions, parts and element-wise trees.

#include <sstream>

#include "unit/explain/cases.hpp"

using namespace explain_test;

TEST_CASE("the sum of a product never computes the product") {
  matrix<float> const A(1000, 800), B(800, 1200);
  check(explain<blocks>(sum(A * B)), R"(
sum(A * B)  (one float, by tiled_by<6, 16, 256, 120, 512>)
  A  1000 x 800   float  row-major
  B   800 x 1200  float  row-major

rules
  sum_product        reassociating
    dot(col_sum(A), row_sum(B))

loops
  T1 = col_sum(A)  (1 x 800)
    for i of 1000, j of 800: total(j) += A(i,j)
    T1(j) = total(j)
  T2 = row_sum(B)  (800 x 1)
    for i of 800: T2(i) = sum over j of B(i,j)
  r = dot(T1, T2) over 800 elements

1.76 MFLOP, 6.73 MiB moved at least, 0.25 FLOP per byte; 3 nests, 2 temporaries;
workspace 6.38 KiB
)");
}

TEST_CASE("an element of a product is a dot product") {
  matrix<double> const A(40, 30), B(30, 50);
  check(explain<naive>((A * B)(1, 2)), R"(
(A * B)(1, 2)  (one double, by naive)
  A  40 x 30  double  row-major
  B  30 x 50  double  row-major

rules
  pick_from_product  reassociating
    dot(row(A, 1), col(B, 2))
  slice_leaf         exact
    dot(row(A, 1), col(B, 2))
  slice_leaf         exact
    dot(row(A, 1), col(B, 2))

loops
  r = dot(row(A, 1), col(B, 2)) over 30 elements

60 FLOP, 488 bytes moved at least, 0.12 FLOP per byte; 1 nest, no temporaries;
workspace 0 bytes
)");
}

TEST_CASE("transposes sink to leaves") {
  matrix<float> const A(40, 30), B(40, 30);
  check(with_lanes(explain(transpose(A + 2 * B) - constant(1.5f, 30, 40))), R"(
transpose(A + 2 * B) - constant(1.5, 30, 40)  (30 x 40 float, by tiled)
  A  40 x 30  float  row-major
  B  40 x 30  float  row-major

rules
  push_transpose     exact
    transpose(A) + transpose(2 * B) - constant(1.5, 30, 40)
  transpose_leaf     exact
    transpose(A) + transpose(2 * B) - constant(1.5, 30, 40)
  push_transpose     exact
    transpose(A) + transpose(2) * transpose(B) - constant(1.5, 30, 40)
  transpose_leaf     exact
    transpose(A) + 2 * transpose(B) - constant(1.5, 30, 40)
  transpose_leaf     exact
    transpose(A) + 2 * transpose(B) - constant(1.5, 30, 40)

loops
  R = transpose(A) + 2 * transpose(B) - constant(1.5, 30, 40)  (30 x 40)
    in blocks of 16 x 64, columns turned into rows in registers
    for i of 30, j by LANES of 40: R(i,j) = A(j,i) + 2 * B(j,i) - 1.5

3.6 kFLOP, 14.1 KiB moved at least, 0.25 FLOP per byte; 1 nest, no temporaries;
workspace 0 bytes
)");
}

TEST_CASE("attention by dot products") {
  matrix<float> const Q(50, 64), K(70, 64), V(70, 32);
  check(explain<dot_inner>(softmax(Q * transpose(K) / 8) * V), R"(
softmax(A * B / 8) * C  (50 x 32 float, by dot_inner)
  A  50 x 64  float  row-major
  B  64 x 70  float  column-major
  C  70 x 32  float  row-major

rules
  halve_gram         exact
    softmax(A * B / 8) * C
    (the factors are not transposes of each other: all of it is computed)
  fuse_epilogue      exact
    softmax([A * B / 8]) * C
  [ ] is one nest: what is around its product is done before the only store

loops
  T1 = A * B / 8  (50 x 70)
    for j by 16 of 70:
      for each i, j: acc = sum of A(i,p) * B(p,j), in 64 lanes
        T1(i,j) = acc / 8
  T2 = softmax(T1)  (50 x 70)
    for i of 50, each row while it is in cache:
      x(j) = T1(i,j)
      x(j) = exp(x(j) - max of x)
      T2(i,j) = x(j) * (1 / sum of x)
  R = T2 * C  (50 x 32)
    for j by 16 of 32:
      pack the columns of C
      for each i, j: acc = sum of T2(i,p) * C(p,j), in 64 lanes
        R(i,j) = acc

693 kFLOP, 99.7 KiB moved at least, 6.79 FLOP per byte; 3 nests, 2 temporaries;
workspace 27.5 KiB
)");
}

TEST_CASE("functions print with their names, a lambda as f") {
  matrix<float> const A(40, 30), B(40, 30);
  row_vector<float> const m(30);
  auto const f = [](auto x, auto y) { return x * y; };
  check(with_lanes(explain(select(A < B - m, abs(A), map(f, A, min(B, 2))) / norm(A))), R"(
select(A < B - C, abs(A), f(A, min(B, 2))) / sqrt(sum(square(A)))
    (40 x 30 float, by tiled)
  A  40 x 30  float  row-major
  B  40 x 30  float  row-major
  C   1 x 30  float  row

rules
  unchanged

loops
  s1 = sum of square(A(i,j)) over 40 x 30
  s2 = sqrt(s1)
  R = select(A < B - C, abs(A), f(A, min(B, 2))) / s2  (40 x 30)
    for i of 40, j by LANES of 30:
      R(i,j) = select(A(i,j) < B(i,j) - C(j), abs(A(i,j)),
          f(A(i,j), min(B(i,j), 2))) / s2

10.8 kFLOP, 14.2 KiB moved at least, 0.74 FLOP per byte; 2 nests, no
temporaries; workspace 0 bytes
)");
}

TEST_CASE("rows that lie in columns are reduced together") {
  matrix<float, dynamic, dynamic, col_major> const A(40, 30);
  matrix<float> const B(40, 30);
  check(with_lanes(explain(row_max(A) + row_sum(exp(B)) / 30)), R"(
row_max(A) + row_sum(exp(B)) / 30  (40 x 1 float, by tiled)
  A  40 x 30  float  column-major
  B  40 x 30  float  row-major

rules
  unchanged

loops
  T1 = row_max(A)  (40 x 1)
    for j of 30, i of 40: total(i) = max(total(i), A(i,j))
    T1(i) = total(i)
  T2 = row_sum(exp(B))  (40 x 1)
    for i of 40: T2(i) = sum over j of exp(B(i,j))
  R = T1 + T2 / 30  (40 x 1)
    for i by LANES of 40: R(i) = T1(i) + T2(i) / 30

3.68 kFLOP, 10.2 KiB moved at least, 0.35 FLOP per byte; 3 nests, 2 temporaries;
workspace 512 bytes
)");
}

namespace {
/// relu(relu(A)) = relu(A).
struct relu_once {
  static constexpr auto rounding = rules::rounding_effect::exact;
  template<class A>
  constexpr auto operator()(mapped<simd::rectify, mapped<simd::rectify, A>> const& e) const {
    return hana::front(e.args);
  }
};
}  // namespace

TEST_CASE("memory that lies in columns is turned over where that pays") {
  auto const says_so = [](auto const& e) {
    return explain(e).text().find("in blocks of 16 x 64, columns turned into rows") !=
           std::string::npos;
  };
  matrix<float> const A(40, 40), small(7, 7);
  CHECK(says_so(A + transpose(A)));
  CHECK(says_so(diagonal(A * A)));
  CHECK(says_so(sum(A % transpose(A))));
  CHECK(says_so(col_max(A - transpose(A))));
  CHECK(!says_so(A + A));
  CHECK(!says_so(transpose(A) * A));
  CHECK(!says_so(row_sum(transpose(A))));  // flipped as a whole
  CHECK(!says_so(row_argmax(A - transpose(A))));
  CHECK(!says_so(small + transpose(small)));
  CHECK(explain<naive>(sum(A % transpose(A))).text().find("in blocks") == std::string::npos);
}

TEST_CASE("rules of one's own are named; a text can be printed and converted") {
  matrix<float> const A(100, 30);
  auto const told = explain<naive>(relu(relu(A)), hana::make_tuple(relu_once{}));
  std::string const text = told;
  CHECK(text.find("relu_once          exact\n    relu(A)\n") != text.npos);
  CHECK(text.find("unchanged") == text.npos);
  std::ostringstream out;
  out << told;
  CHECK(out.str() == text);
  CHECK(explain(A + A, rules::none).text().find("  unchanged\n") != text.npos);
}

TEST_CASE("the same memory has one letter, however it is read") {
  matrix<float> const A(4, 4), B(4, 4);
  auto const first_line = [](std::string const& text) { return text.substr(0, text.find("  (")); };
  CHECK(first_line(explain<naive>(A + B + transpose(A) * B)) == "A + B + transpose(A) * B");
  CHECK(first_line(explain<naive>(transpose(A) - A)) == "transpose(A) - A");
  CHECK(first_line(explain<naive>((A + B) * (A - (B - A)) / -2)) == "(A + B) * (A - (B - A)) / -2");
  CHECK(first_line(explain<naive>(-(A % B) * (A * (B * A)))) == "-(A % B) * (A * (B * A))");
}
