// SPDX-License-Identifier: BSL-1.0
#pragma once
// The lower triangle of a symmetric matrix, copied from the upper one.

#include <algorithm>

#include <tessera/kernel/memory.hpp>
#include <tessera/simd/transposed.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// C(j, i) = C(i, j) for i < j < n: squares are turned over in registers, so that each line is read
/// and written once. Moves n^2 elements.
template<class T, index_t Row, index_t Col>
void mirror(memory<T, Row, Col> const& c, index_t n) {
  using V = batch<T>;
  constexpr index_t lanes = simd::turns_in_registers<V> && Col == 1 ? lanes_of<V> : 16;
  for (index_t i = 0; i < n; i += lanes)
    for (index_t j = 0; j <= i; j += lanes) {
      index_t const rows = std::min(lanes, n - i);
      if constexpr (simd::turns_in_registers<V> && Col == 1) {
        if (j == i) simd::mirror_square<V>(c.address(i, i), c.row, int(rows));
        else if (rows == lanes)
          simd::transpose_square<V>(c.address(j, i), c.row, c.address(i, j), c.row);
        else
          simd::transpose_part<V>(c.address(j, i), c.row, c.address(i, j), c.row, int(rows),
                                  int(lanes));
      } else {
        for (index_t q = i; q < i + rows; ++q)
          for (index_t p = j; p < std::min(j + lanes, q); ++p) *c.address(q, p) = *c.address(p, q);
      }
    }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
