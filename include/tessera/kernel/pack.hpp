// SPDX-License-Identifier: BSL-1.0
#pragma once
// Copies a block of an operand into the order in which the tile reads it. The operand may be any
// source: what is not memory yet is computed here, element by element, on its way (the prologue of
// a product).

#include <algorithm>

#include <tessera/kernel/source.hpp>
#include <tessera/kernel/tile.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Does element (i, p + 1) of A follow element (i, p), or is it computed?
template<class A>
inline constexpr bool packs_along_rows = true;
template<class T, index_t Row, index_t Col>
inline constexpr bool packs_along_rows<memory<T, Row, Col>> = Col == 1 || Row != 1;

/// A panel of rows: to[i * k + p] = A(i0 + i, p0 + p), or to[p * height + i] where that is how A
/// lies.
template<class T, class A>
void pack_rows(A const& a, index_t i0, index_t height, index_t p0, index_t k, T* to) {
  if constexpr (packs_along_rows<A>) {
    using V = batch<T>;
    index_t const whole = k / lanes_of<V> * lanes_of<V>;
    first_lanes<V> const rest(int(k - whole));
    for (index_t i = 0; i < height; ++i, to += k) {
      for (index_t p = 0; p < whole; p += lanes_of<V>)
        store_to(to + p, fetch<V>(a, i0 + i, p0 + p, all_lanes{}, V(T(0))));
      if (whole < k) store_to(to + whole, fetch<V>(a, i0 + i, p0 + whole, rest, V(T(0))), rest);
    }
  } else {
    for (index_t p = 0; p < k; ++p, to += height)
      for (index_t i = 0; i < height; ++i) to[i] = static_cast<T>(a.at(i0 + i, p0 + p, T(0)));
  }
}

/// Would reading along a row of B jump from line to line?
template<class B>
inline constexpr bool jumps_along_rows = false;
template<class T, index_t Row, index_t Col>
inline constexpr bool jumps_along_rows<memory<T, Row, Col>> = Col != 1 && Col != 0;

/// Row p0 + p of B as `batches` whole batches from column j0 on, the columns behind the last of
/// `width` zero.
template<class V, class B>
TESSERA_INLINE void pack_row(B const& b, index_t p, index_t j0, index_t batches,
                             first_lanes<V> const& rest, chain_element<V>* to) {
  constexpr int lanes = lanes_of<V>, size = packed_size<V>;
  for (index_t v = 0; v < batches - 1; ++v)
    store_packed(to + v * size, fetch<V>(b, p, j0 + v * lanes, all_lanes{}, V(element_of<V>(0))));
  store_packed(to + (batches - 1) * size,
               fetch<V>(b, p, j0 + (batches - 1) * lanes, rest, V(element_of<V>(0))));
}

/// The same panel where the rows of B are not contiguous: sixteen rows of each column at a time, so
/// that lines are used up.
template<class V, class B>
void pack_cols(B const& b, index_t k, index_t j0, index_t width, index_t batches,
               chain_element<V>* to) {
  index_t const row = batches * packed_size<V>;
  std::fill_n(to, row * k, element_of<V>(0));
  for (index_t q = 0; q < k; q += 16)
    for (index_t j = 0; j < width; ++j)
      for (index_t p = q; p < std::min(q + 16, k); ++p)
        to[p * row + j] = static_cast<element_of<V>>(b.at(p, j0 + j, element_of<V>(0)));
}

}  // namespace tessera::inline TESSERA_ISA::kernel
