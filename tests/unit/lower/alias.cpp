// SPDX-License-Identifier: BSL-1.0
// Assignment is right when the destination is also read; overlap is found where it is, and only
// there.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
matrix<float> filled(index_t rows, index_t cols, std::uint64_t seed) {
  matrix<float> m(rows, cols);
  support::fill(m, seed);
  return m;
}
template<class D, class E>
bool needs_temporary(D const& d, E const& e) {
  auto const tree = viewed(e);
  return lowering::spoils(as_view(d), rewrite(rules::all, tree));
}
}  // namespace

TEST_CASE_TEMPLATE("a product that overwrites its factor", P, naive, dot_inner, tiled) {
  for (index_t n : {1, 3, 16, 65}) {
    auto const a = filled(n, n, 1), b = filled(n, n, 2);
    auto c = a;
    assign<P>(c, c * b);
    CHECK(support::same_bits(c, eval<P>(a * b)));
    c = a;
    assign<P>(c, b * c);
    CHECK(support::same_bits(c, eval<P>(b * a)));
    c = a;
    assign<P>(c, c * c + c);
    CHECK(support::same_bits(c, eval<P>(a * a + a)));
    c = a;
    assign<P>(row(c, 0), row(c, n - 1) * b);
    CHECK(support::same_bits(row(c, 0), eval<P>(row(a, n - 1) * b)));
  }
}

TEST_CASE("transposing in place, shifting in place, assigning to itself") {
  auto const a = filled(19, 19, 1);
  auto c = a;
  c = transpose(c);
  CHECK(c == eval(transpose(a)));
  c = a;
  auto const& same = c;
  c = same;
  CHECK(c == a);
  c = a;
  block(c, 0, 0, 18, 19) = block(c, 1, 0, 18, 19);
  CHECK(block(c, 0, 0, 18, 19) == block(a, 1, 0, 18, 19));
  c = a;
  block(c, 1, 1, 18, 18) = block(c, 0, 0, 18, 18);
  CHECK(block(c, 1, 1, 18, 18) == block(a, 0, 0, 18, 18));
  c = a;
  c = c - row(c, 3);
  CHECK(c == eval(a - row(a, 3)));
  c = a;
  c += transpose(c);
  CHECK(c == eval(a + transpose(a)));
  c = a;
  c *= c;
  CHECK(c == eval(a * a));
}

TEST_CASE("a matrix that changes its shape while it is read") {
  auto a = filled(5, 7, 1);
  auto const before = a, b = filled(7, 3, 2);
  a = a * b;
  CHECK(a == eval(before * b));
  a = transpose(a);
  CHECK(a == eval(transpose(before * b)));
}

TEST_CASE("an element-wise tree over the destination needs no temporary") {
  auto a = filled(4, 4, 1);
  auto const b = filled(4, 4, 2);
  row_vector<float> const r(4);
  CHECK(!needs_temporary(a, a + b));
  CHECK(!needs_temporary(a, relu(a) % a - 2 * a + r));
  CHECK(!needs_temporary(a, b * b + a));
  CHECK(!needs_temporary(a, b * b));
  CHECK(needs_temporary(a, a * b));
  CHECK(needs_temporary(a, relu(b * a)));
  CHECK(needs_temporary(a, transpose(a)));
  CHECK(needs_temporary(a, b + row(a, 0)));
}

TEST_CASE("parts side by side do not overlap, parts that share an element do") {
  auto a = filled(6, 6, 1);
  CHECK(!needs_temporary(col(a, 0), col(a, 1)));
  CHECK(!needs_temporary(col(a, 5), col(a, 0)));
  CHECK(!needs_temporary(row(a, 0), row(a, 1)));
  CHECK(!needs_temporary(block(a, 0, 0, 6, 3), block(a, 0, 3, 6, 3)));
  CHECK(!needs_temporary(block(a, 0, 3, 6, 3), block(a, 0, 0, 6, 3)));
  CHECK(needs_temporary(block(a, 0, 0, 6, 3), block(a, 0, 2, 6, 3)));
  CHECK(needs_temporary(block(a, 0, 2, 6, 3), block(a, 0, 0, 6, 3)));
  CHECK(needs_temporary(block(a, 0, 0, 3, 6), block(a, 2, 0, 3, 6)));
  CHECK(!needs_temporary(block(a, 0, 0, 3, 6), block(a, 3, 0, 3, 6)));
  CHECK(needs_temporary(row(a, 2), transpose(col(a, 2))));
  auto const other = filled(6, 6, 2);
  CHECK(!needs_temporary(a, transpose(other)));
}

TEST_CASE(
    "every pair of blocks of a small matrix: overlap is found exactly where elements are shared") {
  matrix<int> a(4, 4);
  int pairs = 0, doubtful = 0;
  for (index_t i = 0; i < 3; ++i)
    for (index_t j = 0; j < 3; ++j)
      for (index_t k = 0; k < 3; ++k)
        for (index_t l = 0; l < 3; ++l)
          for (index_t rows : {1, 2})
            for (index_t cols : {1, 2}) {
              auto const d = block(a, i, j, rows, cols), v = block(a, k, l, rows, cols);
              bool shared = false;
              for (int const& x : a) {
                auto const in = [&](auto const& part) {
                  for (index_t r = 0; r < rows; ++r)
                    for (index_t c = 0; c < cols; ++c)
                      if (&part(r, c) == &x) return true;
                  return false;
                };
                shared = shared || (in(d) && in(v));
              }
              CHECK(lowering::overlap(d, lowering::span_of_view(d), v) == shared);
              bool const perhaps =
                  lowering::overlap<lowering::sure::perhaps>(d, lowering::span_of_view(d), v);
              CHECK(perhaps >= shared);
              doubtful += perhaps && !shared;
              ++pairs;
            }
  CHECK(pairs == 324);
  CHECK(doubtful > 0);
}
