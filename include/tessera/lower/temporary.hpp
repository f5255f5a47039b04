// SPDX-License-Identifier: BSL-1.0
#pragma once
// A result that lives as long as the evaluation that needs it: small known shapes in place,
// everything else in the workspace.

#include <tessera/expr/operators.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// Temporaries of at most this many bytes stay on the stack.
inline constexpr index_t in_place_bytes = 16 * 1024;

template<class T, class Shape>
inline constexpr bool fits_in_place =
    Shape::is_static &&
    (Shape::rows == 0 || Shape::cols <= in_place_bytes / index_t(sizeof(T)) / Shape::rows);

/// Shape elements of T, uninitialised, rows contiguous.
template<class T, class Shape, bool InPlace = fits_in_place<T, Shape>>
class temporary : public node {
public:
  using value_type = T;
  using shape_type = Shape;

  temporary(workspace* ws, extents n) : n_(n), memory_(*ws, n.rows * n.cols) {}

  friend auto as_view(temporary& t) {
    return matrix_view<T, Shape, row_major::strides_for<Shape>>(t.memory_.data(), t.n_, t.n_.cols,
                                                                1);
  }
  friend auto as_view(temporary const& t) {
    return matrix_view<T const, Shape, row_major::strides_for<Shape>>(t.memory_.data(), t.n_,
                                                                      t.n_.cols, 1);
  }
  friend extents extents_of(temporary const& t) { return t.n_; }

private:
  extents n_;
  scratch<T> memory_;
};

template<class T, class Shape>
class temporary<T, Shape, true> : public node {
public:
  using value_type = T;
  using shape_type = Shape;

  constexpr temporary(workspace*, extents n) : elements_(uninitialized, n) {}

  friend constexpr auto as_view(temporary& t) {
    return matrix_view<T, Shape, row_major::strides_for<Shape>>(
        t.elements_.data(), {Shape::rows, Shape::cols}, Shape::cols, 1);
  }
  friend constexpr auto as_view(temporary const& t) {
    return matrix_view<T const, Shape, row_major::strides_for<Shape>>(
        t.elements_.data(), {Shape::rows, Shape::cols}, Shape::cols, 1);
  }
  friend constexpr extents extents_of(temporary const&) { return {Shape::rows, Shape::cols}; }

private:
  elements<T, Shape::rows, Shape::cols> elements_;
};

}  // namespace tessera::inline TESSERA_ISA::lowering

namespace tessera::inline TESSERA_ISA {
template<class T, class Shape, bool InPlace>
inline constexpr bool owns_elements<lowering::temporary<T, Shape, InPlace>> = true;
}  // namespace tessera::inline TESSERA_ISA
