// SPDX-License-Identifier: BSL-1.0
#pragma once
// Do the rungs of the ladder compute the same product? tiled takes naive's order of summation,
// hence its bits; dot_inner has its own, and may differ by what rounding can do.

#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include <tessera/tessera.hpp>

namespace mnist {

/// How far two computed products are apart.
struct distance {
  double largest = 0;  // |C - D|, at the element where it is largest
  double allowed = 0;  // by rounding, at that element
  bool within = true;  // everywhere
};

/// However the K products of an element are summed, its error is at most gamma (|A| |B|)(i, j),
/// where gamma = K u / (1 - K u); two such sums are at most twice that apart. Source: Higham,
/// "Accuracy and Stability of Numerical Algorithms", 2nd ed., section 3.5.
template<class A, class B, class C, class D>
distance apart(A const& a, B const& b, C const& c, D const& d) {
  double const ku = double(a.cols()) * std::numeric_limits<float>::epsilon() / 2;
  double const gamma = ku / (1 - ku);
  distance result;
  for (tessera::index_t i = 0; i < c.rows(); ++i)
    for (tessera::index_t j = 0; j < c.cols(); ++j) {
      double sum = 0;
      for (tessera::index_t p = 0; p < a.cols(); ++p)
        sum += std::abs(double(a(i, p)) * double(b(p, j)));
      double const allowed = 2 * gamma * sum;
      double const difference = std::abs(double(c(i, j)) - double(d(i, j)));
      result.within = result.within && difference <= allowed;
      if (difference >= result.largest) result.largest = difference, result.allowed = allowed;
    }
  return result;
}

inline std::string agreement_text(bool same_bits, distance const& dots) {
  char text[200];
  std::snprintf(text, sizeof text,
                "%s\n%sdot_inner is within %.1e of naive; the bound on rounding is %.1e\n",
                same_bits ? "tiled == naive, bit for bit" : "WRONG: tiled != naive",
                dots.within ? "" : "WRONG: ", dots.largest, dots.allowed);
  return text;
}

}  // namespace mnist
