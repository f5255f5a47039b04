// SPDX-License-Identifier: BSL-1.0
// Products of a few rows and columns, inside of larger matrices: the bits of `naive`, and no other
// element is touched.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

template<class T>
void check_all() {
  matrix<T> a(16, 12), b(12, 36);
  support::fill(a, 1), support::fill(b, 2);
  a(3, 2) = T(0), b(1, 5) = T(0);
  index_t wrong = 0, touched = 0;
  for (index_t m = 0; m <= 14; ++m)
    for (index_t n = 0; n <= 34; ++n)
      for (index_t k : {0, 1, 2, 3, 4, 7, 10}) {
        matrix<T> c(17, 39), want(17, 39);
        c = T(7), want = T(7);
        auto const left = block(a, 1, 1, m, k), right = block(b, 1, 2, k, n);
        block(c, 2, 3, m, n) = left * right;
        assign<naive>(block(want, 2, 3, m, n), left * right);
        for (index_t i = 0; i < c.rows(); ++i)
          for (index_t j = 0; j < c.cols(); ++j) {
            bool const inside = i >= 2 && i < 2 + m && j >= 3 && j < 3 + n;
            T const x = c(i, j), y = want(i, j);
            if (std::memcmp(&x, &y, sizeof x) != 0) ++(inside ? wrong : touched);
          }
      }
  CHECK(wrong == 0);
  CHECK(touched == 0);
}

}  // namespace

TEST_CASE_TEMPLATE("tiny products are those of naive", T, float, double, std::int32_t,
                   std::int64_t) {
  check_all<T>();
}

namespace {

template<class T, index_t M, index_t K, index_t N>
void check_known() {
  matrix<T, M, K> a;
  matrix<T, K, N> b;
  support::fill(a, 1), support::fill(b, 2);
  CHECK(support::same_bits(eval(a * b), eval<naive>(a * b)));
}

}  // namespace

// More of both in kernel/fixed.cpp and kernel/integers.cpp, where nothing is optimised.
TEST_CASE("tiny products of known extents, and of bytes") {
  check_known<float, 3, 3, 3>();
  check_known<float, 6, 5, 13>();
  check_known<double, 2, 3, 7>();
  matrix<std::int8_t> a(13, 35), b(35, 21);
  support::fill(a, 3), support::fill(b, 4);
  CHECK(eval(a * b) == eval<naive>(cast<int>(a) * cast<int>(b)));
}
