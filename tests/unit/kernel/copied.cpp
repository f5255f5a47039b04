// SPDX-License-Identifier: BSL-1.0
// Small factors that are computed, or a right one that lies in columns: copied, and the same chains.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

TEST_CASE_TEMPLATE("small products of what does not lie as a tile reads it", T, float, double, int) {
  // Less than a batch, halves, whole ones and some; the last two do not stay near.
  for (index_t const m : {1, 6, 13, 40})
    for (index_t const k : {1, 7, 64, 700})
      for (index_t const n : {1, 8, 17, 24, 33, 300}) {
        CAPTURE(m);
        CAPTURE(k);
        CAPTURE(n);
        matrix<T> a(m + 1, k + 2), b(n + 2, k + 3), d(m, k), h(k, n);
        support::fill(a, 1), support::fill(b, 2), support::fill(d, 3), support::fill(h, 4);
        auto const left = block(a, 1, 2, m, k);
        auto const right = transpose(block(b, 1, 1, n, k));
        matrix<T> framed(m + 2, n + 3);
        framed = T(7);
        matrix<T> expected = framed;
        auto const check = [&](auto const& e) {
          block(expected, 1, 2, m, n) = eval<naive>(e, rules::none);
          block(framed, 1, 2, m, n) = e;
          CHECK(support::same_bits(framed, expected));
        };
        check(left * right);
        check((left + d) * h);
        check((left - d) * right);
        check(left * (h + h));
      }
}
