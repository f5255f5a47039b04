// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where element (i, j) lies: at data[i * row stride + j * column stride].

#include <tessera/shape/shape.hpp>

namespace tessera::inline TESSERA_ISA {

/// The distances, in elements, to the next row and to the next column. Each known or `dynamic`.
template<index_t Row, index_t Col>
struct strides {
  static constexpr index_t row = Row, col = Col;
};

/// Rows are contiguous, as in C.
struct row_major {
  template<class Shape>
  using strides_for = strides<Shape::cols, 1>;
  static constexpr index_t row_stride(extents n) { return n.cols; }
  static constexpr index_t col_stride(extents) { return 1; }
};

/// Columns are contiguous, as in Fortran.
struct col_major {
  template<class Shape>
  using strides_for = strides<1, Shape::rows>;
  static constexpr index_t row_stride(extents) { return 1; }
  static constexpr index_t col_stride(extents n) { return n.rows; }
};

}  // namespace tessera::inline TESSERA_ISA
