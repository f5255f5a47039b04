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
/// column are read at a time, and asked for four squares ahead: where A is far away the copy else
/// waits for each, and 1000^3 was up to a third slower.
template<class T, class A>
void pack_squares(A const& a, index_t i0, index_t m, index_t p0, index_t k, T* to, index_t row) {
  using V = batch<T>;
  constexpr index_t lanes = lanes_of<V>, line = 64 / index_t(sizeof(T)), strip = 4 * line;
  constexpr index_t ahead = 4 * lanes;
  index_t const col = a.col;
  for (index_t begin = 0; begin < m; begin += strip) {
    index_t const end = std::min(begin + strip, m);
    for (index_t next = 0; next < k; next += lanes) {
      index_t const p = std::min(next, k - lanes);
      T const* const from = a.address(i0, p0 + p);
      if (next + ahead + lanes <= k)
        for (index_t q = ahead; q < ahead + lanes; ++q)
          for (index_t i = begin; i < end; i += line) __builtin_prefetch(from + q * col + i);
      index_t i = begin;
      for (; i + lanes <= m && i < end; i += lanes)
        simd::transpose_square<V>(from + i, col, to + i * row + p, row);
      if (i < end)
        simd::transpose_square<V>(from + m - lanes, col, to + (m - lanes) * row + p, row);
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
