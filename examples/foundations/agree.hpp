// SPDX-License-Identifier: BSL-1.0
#pragma once
// Do the steps compute the same product? Nothing is timed before they do.

#include <limits>
#include <stdexcept>

#include <tessera/tessera.hpp>

#include "steps.hpp"

namespace foundations {

/// M x K times K x N.
struct sizes {
  tessera::index_t m, k, n;
};

/// Numbers between -1 and 1.
template<class M = mat>
M random(tessera::index_t rows, tessera::index_t cols, unsigned seed) {
  M m(tessera::uninitialized, {rows, cols});
  for (float& x : m) x = float((seed = seed * 1664525u + 1013904223u) >> 16) / 32768.0f - 1;
  return m;
}

inline void expect(bool holds, char const* sentence) {
  if (!holds) throw std::logic_error(sentence);
}

/// Tiles add in the order of the triple loop, so they have its bits. Dot products have orders of
/// their own: each of two sums of K products is within K eps / 2 |A| |B| of the exact one, to first
/// order.
/// Throws: std::logic_error where that does not hold.
inline void check(sizes s) {
  mat const A = random(s.m, s.k, 1), B = random(s.k, s.n, 2);
  vec const b = random<vec>(1, s.n, 3);
  mat expected(s.m, s.n), C(s.m, s.n);
  triple_loop(expected, A, B);
  for (auto step : {register_tile, packed_and_blocked}) {
    C = 0;
    step(C, A, B);
    expect(C == expected, "a tile does not have the bits of the triple loop");
  }
  double const most = 1.01 * double(s.k) * double(std::numeric_limits<float>::epsilon());
  mat const allowed = float(most) * (abs(A) * abs(B));
  for (auto step : {dot_product, several_sums}) {
    C = 0;
    step(C, A, B);
    expect(eval(sum(abs(C - expected) > allowed)) == 0,
           "a dot product is off by more than rounding");
  }
  expected = relu(expected + b);
  for (auto step : {fused, in_two_passes}) {
    C = 0;
    step(C, A, B, b);
    expect(C == expected, "bias and relu do not have the bits that they have apart");
  }
}

}  // namespace foundations
