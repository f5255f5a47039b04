// SPDX-License-Identifier: BSL-1.0
// Row panels: what they read stays what it is for as long as there are panels.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
/// Small integers, so that sums are exact in any order.
template<class M>
M integers(index_t rows, index_t cols, int step) {
  M m(rows, cols);
  int n = 0;
  for (auto& x : m) x = value_of<M>(n++ * step % 11 - 5);
  return m;
}
}  // namespace

TEST_CASE("the packed operand of a product is not overwritten by panels") {
  for (index_t rows : {24, 70, 300})
    for (index_t n : {8, 40}) {
      auto const a = integers<matrix<float>>(rows, 9, 7), c = integers<matrix<float>>(n, n, 3);
      auto b = integers<matrix<float>>(9, n, 5), d = integers<matrix<float>>(n, n, 2);
      matrix<float> const left = relu(a * b), right = relu(c * d);
      matrix<float> const want = eval<naive>(left * right);
      workspace ws(index_t(1) << 22);
      matrix<float> got(rows, n);
      assign(ws, got, relu(a * b) * relu(c * d));
      CHECK(got == want);
      CHECK(eval(row_max(relu(a * b) * relu(c * d))) == eval(row_max(want)));
      assign(ws, got, b.rows() * (relu(a * b) * relu(c * d)));
      CHECK(got == eval(9 * want));
    }
}

TEST_CASE("a product with one column is reduced as any other") {
  auto const a = integers<matrix<float>>(70, 9, 7);
  auto const x = integers<matrix<float>>(9, 30, 2);
  matrix<float> const product = eval<naive>(a * x);
  CHECK(eval(max(row_sum(a * x))) == eval(max(row_sum(product))));
  CHECK(eval(max(a * (col(x, 0) + col(x, 1)))) == eval(max(col(product, 0) + col(product, 1))));
}

TEST_CASE("a destination that an epilogue still reads in later panels costs a temporary") {
  matrix<double> all(607, 24), x(600, 24), w(24, 24);
  support::fill(x, 1), support::fill(w, 2), support::fill(all, 3);
  matrix<double> const before = block(all, 0, 0, 600, 24);
  auto const want = eval((before * w) % relu(relu(x * w) * w), rules::none);
  block(all, 7, 0, 600, 24) = (block(all, 0, 0, 600, 24) * w) % relu(relu(x * w) * w);
  CHECK(block(all, 7, 0, 600, 24) == want);
}

TEST_CASE("rows that are far away are asked for, whatever lies behind them") {
  // More than any L2 holds, and no multiple of the rows of a panel.
  index_t const m = 40000, k = 33;
  matrix<float> all(m, k + 2);
  support::fill(all, 1);
  auto const x = block(all, 0, 1, m, k);
  matrix<float> const tight = x;
  auto const turned = eval(transpose(x));
  matrix<float> w(k, 32), v(32, 7);
  support::fill(w, 2), support::fill(v, 3);
  matrix<float> const layer = relu(tight * w), want = layer * v;
  CHECK(eval(relu(tight * w) * v) == want);
  CHECK(eval(relu(x * w) * v) == want);
  CHECK(eval(relu(transpose(turned) * w) * v) == want);
  CHECK(eval(row_max(relu(tight * w) * v)) == eval(row_max(want)));
}
