// SPDX-License-Identifier: BSL-1.0
// Sums of small products of factors in memory, part by part: the chain of the joined product.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

TEST_CASE_TEMPLATE("sums of products whose sums wait for the next part", T, float, double, int) {
  // Less than a batch, whole ones and some; tiles of every height; parts of any depth.
  for (index_t const m : {1, 6, 13, 40})
    for (index_t const k : {0, 1, 7, 64})
      for (index_t const n : {1, 8, 17, 33, 100, 300}) {
        CAPTURE(m);
        CAPTURE(k);
        CAPTURE(n);
        matrix<T> a(m + 1, k + 2), b(k + 1, n + 3), d(m, 5), h(5, n), f(m, k), g(k, n);
        unsigned seed = 0;
        for (auto* x : {&a, &b, &d, &h, &f, &g}) support::fill(*x, ++seed);
        auto const left = block(a, 1, 2, m, k), right = block(b, 1, 1, k, n);
        matrix<T> framed(m + 2, n + 3);
        framed = T(7);
        matrix<T> expected = framed;
        auto const check = [&](auto const& e) {
          block(expected, 1, 2, m, n) = eval<naive>(e);  // joined by the same rule, in scalar loops
          block(framed, 1, 2, m, n) = e;
          CHECK(support::same_bits(framed, expected));
        };
        check(left * right + d * h);
        check(d * h + left * right);
        check(left * right + d * h + f * g);
      }
}
