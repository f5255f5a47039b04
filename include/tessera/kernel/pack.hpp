// SPDX-License-Identifier: BSL-1.0
#pragma once
// Copies a block of an operand into the order in which the tile reads it. The operand may be any source: what is
// not memory yet is computed here, element by element, on its way (the prologue of a product).

#include <algorithm>

#include <tessera/kernel/source.hpp>
#include <tessera/simd/chain.hpp>

namespace tessera::inline TESSERA_ISA {

/// A panel of rows: to[p * height + i] = A(i0 + i, p0 + p).
template<class T, class A>
void pack_rows(A const& a, index_t i0, index_t height, index_t p0, index_t k, T* to) {
  for (index_t p = 0; p < k; ++p, to += height)
    for (index_t i = 0; i < height; ++i) to[i] = static_cast<T>(a.at(i0 + i, p0 + p, T(0)));
}

/// A batch of a packed panel: complex numbers as a batch of real parts and one of imaginary parts.
template<class V>
TESSERA_INLINE void store_packed(chain_element<V>* to, V const& v) {
  if constexpr (is_complex<element_of<V>> && is_batch<V>) {
    store_to(to, v.real());
    store_to(to + lanes_of<V>, v.imag());
  } else if constexpr (is_complex<element_of<V>>) {
    to[0] = v.real(), to[1] = v.imag();
  } else {
    store_to(to, v);
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
  constexpr int size = lanes * (is_complex<T> ? 2 : 1);
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
