// SPDX-License-Identifier: BSL-1.0
#pragma once
// A workspace of the size that a plan names is large enough, and not much larger than need be.

#include <doctest/doctest.h>

#include <tessera/explain/plan.hpp>

#include "support/numbers.hpp"

namespace workspace_test {

using namespace tessera;

/// The largest ratio of what plans named and what evaluations took, of those above 4 KiB.
inline double worst = 0;

template<class P, class E>
void check(E const& e) {
  auto const n = extents_of(e);
  CAPTURE(n.rows);
  CAPTURE(n.cols);
  auto const p = plan<P>(e);
  index_t const named = p.workspace_bytes(e);
  auto c = eval<P>(e);
  auto const right = c;
  workspace growing;
  assign<P>(growing, c, e);
  CHECK(support::same_bits(c, right));
  workspace fixed(named);
  CHECK_NOTHROW(assign<P>(fixed, c, e));
  CHECK(support::same_bits(c, right));
  CHECK(named <= 2 * growing.bytes() + 4096);
  CHECK(p.workspace_bytes(c, e) <= named);
  if (growing.bytes() > 4096) worst = std::max(worst, double(named) / double(growing.bytes()));
  // Columns lie one after the other: the nest is turned, and what would stream is stored.
  matrix<value_of<E>, shape_of<E>::rows, shape_of<E>::cols, col_major> turned(uninitialized, n);
  workspace enough(p.workspace_bytes(turned, e));
  CHECK_NOTHROW(assign<P>(enough, turned, e));
  CHECK(support::same_bits(turned, right));
}

template<class T>
matrix<T> filled(index_t rows, index_t cols, std::uint64_t seed) {
  matrix<T> m(rows, cols);
  support::fill(m, seed);
  return m;
}

template<class P, class T>
void products(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  auto const a = filled<T>(m, k, 1), b = filled<T>(k, n, 2), r = filled<T>(m, n, 3);
  auto const bt = filled<T>(n, k, 4), at = filled<T>(k, m, 5);
  row_vector<T> bias(n);
  support::fill(bias, 6);
  check<P>(a * b);
  check<P>(transpose(at) * b);
  check<P>(a * transpose(bt) + bias);
  check<P>((a + a) * (b - b) + r);
  check<P>(transpose(a) * a);
  check<P>(a * b + r * row_sum(transpose(b)));
  check<P>(a * b + r % (a * b));
}

template<class P>
void vectors(index_t m, index_t k) {
  auto const a = filled<float>(m, k, 1), at = filled<float>(k, m, 2);
  col_vector<float> x(k);
  row_vector<float> y(m);
  support::fill(x, 3), support::fill(y, 4);
  check<P>(a * x);
  check<P>(transpose(at) * x);
  check<P>(y * a);
  check<P>(y * transpose(at));
  check<P>(a * exp(x));
  check<P>(transpose(a * x) * dot(y, y));
  check<P>(a * (transpose(a) * (a * x)));
}

}  // namespace workspace_test
