// SPDX-License-Identifier: BSL-1.0
#pragma once
// Rows of an A that lies in columns, as the transpose of a matrix does: squares of elements are
// turned over in registers.

#include <algorithm>

#include <tessera/kernel/source.hpp>
#include <tessera/simd/transposed.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Do the columns of A lie in memory as batches can be loaded from and turned over?
template<class T, class A>
inline constexpr bool has_columns = false;
template<class T, index_t Col>
inline constexpr bool has_columns<T, memory<T const, 1, Col>> =
    Col != 1 && simd::turns_in_registers<batch<T>>;

/// m x k elements of such an A from (i0, p0) on, of at least as many rows and columns as a batch
/// has lanes: to[i * row + p]. The last squares take in some of those before. Some lines of each
/// column are read at a time, those of the next columns asked for: where A is far away the copy
/// else waits for each, and 1000^3 was up to a third slower.
template<class T, class A>
void pack_squares(A const& a, index_t i0, index_t m, index_t p0, index_t k, T* to, index_t row) {
  using V = batch<T>;
  constexpr index_t lanes = lanes_of<V>, line = 64 / index_t(sizeof(T)), strip = 4 * line;
  for (index_t begin = 0; begin < m; begin += strip) {
    index_t const end = std::min(begin + strip, m);
    for (index_t next = 0; next < k; next += lanes) {
      index_t const p = std::min(next, k - lanes);
      for (index_t q = next + lanes; q < std::min(next + 2 * lanes, k); ++q)
        for (index_t i = begin; i < end; i += line) __builtin_prefetch(a.address(i0 + i, p0 + q));
      for (index_t i = begin; i < end; i += lanes) {
        index_t const first = std::min(i, m - lanes);
        simd::transpose_square<V>(a.address(i0 + first, p0 + p), a.col, to + first * row + p, row);
      }
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
