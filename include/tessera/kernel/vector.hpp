// SPDX-License-Identifier: BSL-1.0
#pragma once
// A row times a matrix whose columns are contiguous (the transpose of a matrix times a column): one
// dot product per element, in the order of lanes of `dot_inner`, the matrix read once where it
// lies.

#include <tessera/kernel/dot.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Are the columns of B contiguous, so that packing B would cost as much as the product?
template<class T, class A, class B>
inline constexpr bool suits_vector = false;
template<class T, class A, index_t Row, index_t Col>
inline constexpr bool suits_vector<T, A, memory<T const, Row, Col>> =
    Row == 1 && Col != 1 && is_batch<batch<T>> && !is_complex<T>;

/// c(0, j) = finish(sum over p of a(0, p) B(p, j)).
///   a   1 x k, packed where it is not contiguous
///   B   k x n, columns contiguous
/// 2 k n flops; reads B once.
template<class T, class A, index_t Row, index_t Col, class Finish>
void multiply_vector(workspace& ws, index_t n, index_t k, A const& a,
                     memory<T const, Row, Col> const& b, Finish const& out) {
  contiguous_rows<T, A> row(ws, a, k, 1);
  row.prepare(0, 1);
  T const* const x = row[0];
  for (index_t j = 0; j < n; ++j)
    out.write(dot_contiguous(k, x, k == 0 ? nullptr : b.address(0, j)), 0, j, all_lanes{});
}

}  // namespace tessera::inline TESSERA_ISA::kernel
