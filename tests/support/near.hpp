// SPDX-License-Identifier: BSL-1.0
#pragma once
// Values that are allowed to be a few roundings away from what they should be.

#include <cmath>
#include <limits>

#include <tessera/shape/extent.hpp>

namespace support {

/// Is x the value `want`, but for so many units in the last place of a T? NaN is NaN.
template<class T>
bool near(T x, long double want, double ulps) {
  T const w = static_cast<T>(want);
  if (std::isnan(w)) return std::isnan(x);
  if (std::isinf(w) || std::isinf(x)) return x == w;
  T const size = std::fabs(w),
          ulp = std::nextafter(size, std::numeric_limits<T>::infinity()) - size;
  return std::fabs(static_cast<long double>(x) - want) <= ulps * static_cast<long double>(ulp);
}

/// The number of elements m(i, j) that are not ok(m(i, j), i, j); 0 is what tests want.
template<class M, class Ok>
int wrong_elements(M const& m, Ok const& ok) {
  int wrong = 0;
  for (tessera::index_t i = 0; i < m.rows(); ++i)
    for (tessera::index_t j = 0; j < m.cols(); ++j) wrong += !ok(m(i, j), i, j);
  return wrong;
}

}  // namespace support
