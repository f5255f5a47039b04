// SPDX-License-Identifier: BSL-1.0
#pragma once
// Copies a block of an operand into the order in which the tile reads it. The operand may be any source: what is
// not memory yet is computed here, element by element, on its way (the prologue of a product).

#include <algorithm>

#include <tessera/kernel/source.hpp>
#include <tessera/kernel/tile.hpp>

namespace tessera::inline TESSERA_ISA {

/// Does element (i, p + 1) of A follow element (i, p), or is it computed?
template<class A>
inline constexpr bool packs_along_rows = true;
template<class T, index_t Row, index_t Col>
inline constexpr bool packs_along_rows<memory<T, Row, Col>> = Col == 1 || Row != 1;

/// A panel of rows: to[i * k + p] = A(i0 + i, p0 + p), or to[p * height + i] where that is how A lies.
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

/// A panel of columns: row p of it is B(p0 + p, j0 ...) as `batches` whole batches, the missing columns zero.
template<class V, class B>
void pack_cols(B const& b, index_t p0, index_t k, index_t j0, index_t width, int batches,
               chain_element<V>* to) {
  using T = element_of<V>;
  constexpr int lanes = lanes_of<V>;
  constexpr int size = packed_size<V>;
  first_lanes<V> const rest(int(width - (batches - 1) * lanes));
  if constexpr (jumps_along_rows<B> && !is_complex<T>) {
    // Columns are contiguous, or nothing is: read down sixteen rows of each column, so that lines are used up.
    std::fill_n(to, batches * size * k, T(0));
    for (index_t q = 0; q < k; q += 16)
      for (index_t j = 0; j < width; ++j)
        for (index_t p = q; p < std::min(q + 16, k); ++p)
          to[p * batches * size + j] = static_cast<T>(b.at(p0 + p, j0 + j, T(0)));
  } else {
    for (index_t p = 0; p < k; ++p) {
      for (int v = 0; v < batches - 1; ++v, to += size)
        store_packed(to, fetch<V>(b, p0 + p, j0 + v * lanes, all_lanes{}, V(T(0))));
      store_packed(to, fetch<V>(b, p0 + p, j0 + (batches - 1) * lanes, rest, V(T(0))));
      to += size;
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA
