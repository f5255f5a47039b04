// SPDX-License-Identifier: BSL-1.0
#pragma once
// Memory that somebody else owns, seen as a matrix: the leaf of every expression.

#include <cassert>
#include <type_traits>

#include <tessera/shape/conformable.hpp>
#include <tessera/shape/error.hpp>
#include <tessera/shape/layout.hpp>

namespace tessera::inline TESSERA_ISA {

/// x(i). Asserted, not constrained: the message would list all ways to call a matrix.
template<class X>
constexpr auto& element_of_vector(X& x, index_t i) {
  static_assert(vector_like<X>);
  if constexpr (shape_of<X>::cols == 1) return x(i, 0);
  else return x(0, i);
}

/// Element (i, j) is data[i * row_stride + j * col_stride]. Copying one copies the view; assigning
/// to one assigns the elements it shows, as `row(A, 0) = row(B, 1)` has to.
/// Aliasing: any number of views may show the same memory; assignment finds overlap by itself.
template<class T, class Shape, class Strides>
class matrix_view : public node {
public:
  using element_type = T;
  using value_type = std::remove_const_t<T>;
  using shape_type = Shape;
  using strides_type = Strides;

  constexpr matrix_view(T* data, extents n, index_t row_stride, index_t col_stride)
      : data_(data),
        rows_(n.rows),
        cols_(n.cols),
        row_stride_(row_stride),
        col_stride_(col_stride) {}

  // Number by number: a trivial copy of a tree of views is one block of memory to g++, which then
  // stalls on reading, 64 bytes at a time, what was just written in parts (20 ns a statement).
  TESSERA_INLINE constexpr matrix_view(matrix_view const& v) noexcept
      : data_(v.data_),
        rows_(v.rows()),
        cols_(v.cols()),
        row_stride_(v.row_stride()),
        col_stride_(v.col_stride()) {}

  // A view is const like a std::span: what it shows may still be written.
  constexpr matrix_view const& operator=(matrix_view const& other) const
    requires(!std::is_const_v<T>)
  {
    assign(*this, other);
    return *this;
  }
  template<class E>
    requires assignable<matrix_view, E>
  TESSERA_INLINE constexpr matrix_view const& operator=(E const& e) const {
    assign_with(*this, e);
    return *this;
  }

  template<class E, class C = matrix_view, sentence Why = refusal<C, E>()>
    requires(expression<E> && !assignable<matrix_view, E>)
  void operator=(E const& e) const = delete;

  constexpr index_t rows() const { return rows_; }
  constexpr index_t cols() const { return cols_; }
  constexpr index_t row_stride() const { return row_stride_; }
  constexpr index_t col_stride() const { return col_stride_; }
  constexpr T* data() const { return data_; }

  /// The leading dimension: the distance between rows, or between columns where those are
  /// contiguous.
  constexpr index_t stride() const {
    return Strides::col != 1 && Strides::row == 1 ? col_stride() : row_stride();
  }

  constexpr T& operator()(index_t i, index_t j) const {
    assert(i >= 0 && i < rows() && j >= 0 && j < cols());
    return data_[i * row_stride_ + j * col_stride_];
  }

  /// The i-th element of a row or a column.
  template<std::convertible_to<index_t> I>
  constexpr T& operator()(I i) const {
    return element_of_vector(*this, i);
  }

private:
  T* data_;
  [[no_unique_address]] extent<Shape::rows, 0> rows_;
  [[no_unique_address]] extent<Shape::cols, 1> cols_;
  [[no_unique_address]] extent<Strides::row, 2> row_stride_;
  [[no_unique_address]] extent<Strides::col, 3> col_stride_;
};

template<class E>
inline constexpr bool is_view = false;
template<class T, class S, class D>
inline constexpr bool is_view<matrix_view<T, S, D>> = true;

template<class T, class S, class D>
constexpr extents extents_of(matrix_view<T, S, D> const& v) {
  return {v.rows(), v.cols()};
}

}  // namespace tessera::inline TESSERA_ISA
