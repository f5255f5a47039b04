// SPDX-License-Identifier: BSL-1.0
// Few columns and many rows: batches run down the rows of A, and each element is the same chain.

#include <complex>

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

template<class T>
void check_narrow(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  matrix<T> a(m + 2, k + 5), b(k, n + 3), r(m, n);
  row_vector<T> bias(n);
  support::fill(a, 1), support::fill(b, 2), support::fill(r, 3), support::fill(bias, 4);
  matrix<T> const left = block(a, 1, 2, m, k), right = block(b, 0, 1, k, n),
                  product = eval<naive>(left * right);
  CHECK(support::same_bits(eval(left * right), product));
  CHECK(support::same_bits(eval(block(a, 1, 2, m, k) * block(b, 0, 1, k, n)), product));
  CHECK(support::same_bits(eval(left * transpose(eval(transpose(right)))), product));
  CHECK(support::same_bits(eval(left * (right + right)),
                           eval<naive>(left * eval<naive>(right + right))));
  CHECK(support::same_bits(eval(left * right + bias), eval<naive>(product + bias)));
  matrix<T> updated = r;
  updated -= left * right;
  CHECK(support::same_bits(updated, eval<naive>(r - product)));
  matrix<T> framed(m + 2, n + 4);
  support::fill(framed, 5);
  matrix<T> expected = framed;
  block(expected, 1, 3, m, n) = product;
  block(framed, 1, 3, m, n) = left * right;
  CHECK(support::same_bits(framed, expected));
}

TEST_CASE_TEMPLATE("products of few columns", T, float, double, int, std::complex<float>) {
  // Rows: less than a batch, one, two and some. Inner indices: part of a square, one, squares and
  // some.
  for (index_t m : {15, 16, 37})
    for (index_t k : {15, 16, 47, 48, 97, 200})
      for (index_t n : {1, 2, 4, 5, 8, 9, 10, 11}) check_narrow<T>(m, k, n);
}

TEST_CASE("few columns of a matrix far away") {
  check_narrow<float>(100, 1500, 3);  // 600 KB: the rows behind are asked for
  check_narrow<float>(40, 3000, 3);   // a panel of rows does not fit in L2
}

TEST_CASE("few columns of a matrix whose rows are whole pages apart") {
  for (index_t n : {3, 9, 10}) check_narrow<float>(37, 1019, n);  // a part of rows of 4096 bytes
}
