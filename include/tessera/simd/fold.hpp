// SPDX-License-Identifier: BSL-1.0
#pragma once
// The sum of many lanes, or another reduction of them, in one fixed order: halves are added to
// halves until one is left. Registers of any width walk the same tree, so the bits do not depend on
// the instruction set.

#include <tessera/simd/reducer.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// R (a sum, unless something else is asked for) of the Count * lanes elements in v; Count is a
/// power of two. v is used up.
template<int Count, class R = adds, class V>
TESSERA_INLINE element_of<V> fold(V (&v)[std::size_t(Count)]) {
  static_assert((Count & (Count - 1)) == 0, "fold: the number of batches must be a power of two");
  for (int half = Count / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) v[i] = R::combine(v[i], v[i + half]);
  using T = element_of<V>;
  alignas(64) T lane[std::size_t(lanes_of<V>)];
  store_to(lane, v[0]);
  for (int half = lanes_of<V> / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) lane[i] = R::combine(lane[i], lane[i + half]);
  return lane[0];
}

}  // namespace tessera::inline TESSERA_ISA::simd
