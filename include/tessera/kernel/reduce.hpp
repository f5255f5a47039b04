// SPDX-License-Identifier: BSL-1.0
#pragma once
// The sum of a source. Naive: row by row, one by one. Otherwise element (i, j) goes to lane j mod
// 256 bytes of one set of lanes, which are added in halves at the end: the same bits for every
// width of register.

#include <tessera/kernel/finish.hpp>
#include <tessera/policy/blocking.hpp>
#include <tessera/simd/fold.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// sum over i, j of source(i, j), in order.
template<class T, class S>
constexpr T sum_naive(extents n, S const& source) {
  T total(0);
  for (index_t i = 0; i < n.rows; ++i)
    for (index_t j = 0; j < n.cols; ++j)
      total = simd::sum_of(total, static_cast<T>(source.at(i, j, T(0))));
  return total;
}

/// sum over i, j of source(i, j), in lanes. One pass; nothing is allocated.
template<class T, class S>
T sum_lanes(extents n, S const& source) {
  using V = batch<T>;
  constexpr int width = lanes_of<V>, lanes = dot_lanes<T>, count = lanes / width;
  V totals[std::size_t(count)];
  for (auto& v : totals) v = V(T(0));
  index_t const whole = n.cols / lanes * lanes;
  for (index_t i = 0; i < n.rows; ++i) {
    for (index_t j = 0; j < whole; j += lanes)
      for (int r = 0; r < count; ++r)
        totals[r] = simd::sum_of(totals[r], fetch<V>(source, i, j + r * width, all_lanes{}, V(T(0))));
    // A lane that gets no element gets +0, which changes nothing: no lane is ever -0.
    for (index_t j = whole, r = 0; j < n.cols; j += width, ++r) {
      first_lanes<V> const rest(int(std::min<index_t>(width, n.cols - j)));
      V const items = fetch<V>(source, i, j, rest, V(T(0)));
      totals[r] = simd::sum_of(totals[r], first_of(items, V(T(0)), rest.count));
    }
  }
  return simd::fold<count>(totals);
}

}  // namespace tessera::inline TESSERA_ISA::kernel
