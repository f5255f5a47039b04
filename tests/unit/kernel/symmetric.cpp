// SPDX-License-Identifier: BSL-1.0
// A matrix times its own transpose: half is computed, half is mirrored, and nothing else is
// written.

#include <complex>
#include <cstdint>

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

template<class P, class T>
void check_gram(index_t n, index_t k) {
  CAPTURE(n);
  CAPTURE(k);
  matrix<T> a(n, k), frame(n + 3, n + 5);
  support::fill(a, 1), support::fill(frame, 2);
  matrix<T> expected = frame, b = eval<naive>(transpose(a));
  matrix<T> const rows = eval<naive>(a * b);  // two matrices for the library: nothing is mirrored
  CHECK(support::same_bits(eval<P>(a * transpose(a)), rows));
  CHECK(support::same_bits(eval<P>(transpose(b) * b), rows));
  matrix<T, dynamic, dynamic, col_major> lying(n, n);
  assign<P>(lying, a * transpose(a));
  CHECK(support::same_bits(lying, rows));

  block(expected, 1, 2, n, n) = rows;
  assign<P>(block(frame, 1, 2, n, n), a * transpose(a));
  CHECK(support::same_bits(frame, expected));
}

TEST_CASE_TEMPLATE("a matrix times its own transpose", T, float, double, std::int32_t,
                   std::complex<float>) {
  // Less than a square of lanes, a square, some of each.
  for (index_t n : {1, 7, 16, 17, 33, 70})
    for (index_t k : {0, 5, 40}) check_gram<tiled, T>(n, k);
  check_gram<tiled_by<4, 16, 8, 8, 32>, T>(45, 19);
}
