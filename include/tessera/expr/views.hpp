// SPDX-License-Identifier: BSL-1.0
#pragma once
// Parts and other readings of a matrix, without a copy. Of a matrix with a name, or a view, they
// are views, and can be assigned to where that can; of anything else they are nodes that own it.

#include <span>
#include <utility>

#include <tessera/expr/check.hpp>

namespace tessera::inline TESSERA_ISA {

namespace views {

/// n in a register of its own. Rows and columns lie side by side in a matrix, and in a tree that is
/// stored: where one may have to be, g++ would copy both at once, in front of all checks, and take
/// them apart again for the arithmetic (10 ns a statement).
TESSERA_INLINE constexpr index_t by_itself(index_t n) {
  if (!__builtin_is_constant_evaluated()) asm("" : "+r"(n));
  return n;
}

/// All of a matrix.
template<class T, class M>
TESSERA_INLINE constexpr auto whole(M& m) {
  using S = typename M::shape_type;
  extents n = extents_of(m);
  if constexpr (S::rows == dynamic && S::cols == dynamic) n.rows = by_itself(n.rows);
  return matrix_view<T, S, typename M::strides_type>(m.data(), n, m.row_stride(), m.col_stride());
}

}  // namespace views

/// All of a matrix or view.
template<class T, index_t R, index_t C, class L>
TESSERA_INLINE constexpr auto as_view(matrix<T, R, C, L>& m) {
  return views::whole<T>(m);
}
template<class T, index_t R, index_t C, class L>
TESSERA_INLINE constexpr auto as_view(matrix<T, R, C, L> const& m) {
  return views::whole<T const>(m);
}
template<class T, index_t R, index_t C, class L>
void as_view(matrix<T, R, C, L> const&& m) = delete;  // it would outlive its elements
template<class T, class S, class D>
TESSERA_INLINE constexpr auto as_view(matrix_view<T, S, D> const& v) {
  return v;
}

/// Has a view: a matrix with a name, or a view.
template<class E>
concept viewable = is_view<std::remove_cvref_t<E>> ||
                   (is_matrix<std::remove_cvref_t<E>> && std::is_lvalue_reference_v<E>);

/// A matrix or a view that may not be written to.
template<class E>
  requires viewable<E>
constexpr auto as_const(E&& e) {
  auto const v = as_view(e);
  using V = decltype(as_view(e));
  return matrix_view<value_of<V> const, shape_of<V>, typename V::strides_type>(
      v.data(), extents_of(v), v.row_stride(), v.col_stride());
}

/// rows x cols elements of somebody else's memory, row after row, `stride` elements apart.
/// Throws: shape_error where an extent is negative or rows would overlap.
template<class T>
constexpr auto view(T* data, index_t rows, index_t cols, index_t stride) {
  if (rows < 0 || cols < 0) throw_shape_error("view: an extent must not be negative", {rows, cols});
  if (stride < cols && rows > 1)
    throw_shape_error("view: the stride (second shape, columns) must be at least the columns",
                      {rows, cols}, {rows, stride});
  return matrix_view<T, shape<dynamic, dynamic>, strides<dynamic, 1>>(data, {rows, cols}, stride,
                                                                      1);
}
template<class T>
constexpr auto view(T* data, index_t rows, index_t cols) {
  return view(data, rows, cols, cols);
}

template<class E>
inline constexpr bool is_span = false;
template<class T, std::size_t N>
inline constexpr bool is_span<std::span<T, N>> = true;

/// The same of a span, or of anything else that has one: a std::vector, a std::array, an array.
/// Throws: shape_error where it has fewer than rows * cols elements.
template<class Items>
  requires(std::is_lvalue_reference_v<Items> || is_span<std::remove_cvref_t<Items>>) &&
          requires(Items& items) { std::span(items); }
constexpr auto view(Items&& items, index_t rows, index_t cols) {
  std::span const all(items);
  auto const v = view(all.data(), rows, cols);
  if (cols != 0 && rows > index_t(all.size()) / cols)
    throw_shape_error("view: the span (first) must hold as many elements as the view (second)",
                      {1, index_t(all.size())}, {rows, cols});
  return v;
}

namespace views {

template<class Shape, class V>
constexpr auto part(V const& v, index_t i, index_t j, extents n) {
  using T = typename V::element_type;
  // The address of an empty part may lie outside of the memory; it is never formed.
  T* const first =
      n.rows == 0 || n.cols == 0 ? v.data() : v.data() + i * v.row_stride() + j * v.col_stride();
  return matrix_view<T, Shape, typename V::strides_type>(first, n, v.row_stride(), v.col_stride());
}

template<class V>
constexpr auto flipped(V const& v) {
  using S = shape_of<V>;
  using D = typename V::strides_type;
  return matrix_view<typename V::element_type, shape<S::cols, S::rows>, strides<D::col, D::row>>(
      v.data(), {v.cols(), v.rows()}, v.col_stride(), v.row_stride());
}

template<class Shape, class V>
constexpr auto refolded(V const& v, extents n) {
  static_assert(V::strides_type::col == 1 || shape_of<V>::cols == 1,
                "reshape: the rows of the operand must be contiguous");
  if (v.rows() > 1 && v.row_stride() != v.cols())
    throw_shape_error(
        "reshape: the rows (second shape, columns) must follow each other without a gap",
        extents_of(v), {v.rows(), v.row_stride()});
  return matrix_view<typename V::element_type, Shape,
                     typename row_major::template strides_for<Shape>>(v.data(), n, n.cols, 1);
}

template<class V>
constexpr auto diagonal(V const& v) {
  using D = typename V::strides_type;
  constexpr index_t step = D::row == dynamic || D::col == dynamic ? dynamic : D::row + D::col;
  return matrix_view<typename V::element_type, shape_of<diagonal_of<V>>, strides<step, dynamic>>(
      v.data(), {std::min(v.rows(), v.cols()), 1}, v.row_stride() + v.col_stride(), 1);
}

}  // namespace views

/// A part of a temporary, once that has an address: a view.
template<class E>
constexpr auto on_memory(E const& e) {
  return e;
}
template<class T, class S, class D, class Shape>
constexpr auto on_memory(sliced<matrix_view<T, S, D>, Shape> const& e) {
  return views::part<Shape>(e.a, e.i, e.j, e.n);
}
template<class T, class S, class D, class Shape>
constexpr auto on_memory(reshaped<matrix_view<T, S, D>, Shape> const& e) {
  return views::refolded<Shape>(e.a, e.n);
}

template<class T, class S, class D>
constexpr auto on_memory(diagonal_of<matrix_view<T, S, D>> const& e) {
  return views::diagonal(e.a);
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_part_error(index_t all_rows,
                                                                    index_t all_cols, index_t rows,
                                                                    index_t cols, index_t i,
                                                                    index_t j) {
  throw_formatted<shape_error>("block, row, col: the part must lie inside the matrix; the matrix "
                               "is %td x %td, the part is %td x %td from (%td, %td) on",
                               all_rows, all_cols, rows, cols, i, j);
}
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_element_error(index_t rows, index_t cols,
                                                                       index_t i, index_t j) {
  throw_formatted<shape_error>("e(i, j): the element must lie inside the matrix; the matrix is "
                               "%td x %td, the element is (%td, %td)",
                               rows, cols, i, j);
}

template<class Shape, class E>
constexpr auto slice(E&& e, index_t i, index_t j, extents n) {
  auto const all = extents_of(e);
  if (i < 0 || j < 0 || n.rows < 0 || n.cols < 0 || n.rows > all.rows - i || n.cols > all.cols - j)
    throw_part_error(all.rows, all.cols, n.rows, n.cols, i, j);
  if constexpr (viewable<E>) return views::part<Shape>(as_view(e), i, j, n);
  else return sliced<std::remove_cvref_t<E>, Shape>{{}, std::forward<E>(e), i, j, n};
}

/// rows x cols elements from (i, j) on. Throws: shape_error where they are not all inside A.
template<class E>
  requires expression<E>
constexpr auto block(E&& a, index_t i, index_t j, index_t rows, index_t cols) {
  return slice<shape<dynamic, dynamic>>(std::forward<E>(a), i, j, {rows, cols});
}

/// Row i, 1 x cols. Throws: shape_error where there is no such row.
template<class E>
  requires expression<E>
constexpr auto row(E&& a, index_t i) {
  auto const n = extents_of(a);
  return slice<shape<1, shape_of<E>::cols>>(std::forward<E>(a), i, 0, {1, n.cols});
}

/// Column j, rows x 1. Throws: shape_error where there is no such column.
template<class E>
  requires expression<E>
constexpr auto col(E&& a, index_t j) {
  auto const n = extents_of(a);
  return slice<shape<shape_of<E>::rows, 1>>(std::forward<E>(a), 0, j, {n.rows, 1});
}

namespace views {
/// e(i, j) as a number: what an expression's `(i, j)` builds.
/// Throws: shape_error where there is no such element.
template<class E>
constexpr auto element(E const& e, index_t i, index_t j) {
  auto const n = extents_of(e);
  // Below 0 is above every extent without sign.
  if (std::size_t(i) >= std::size_t(n.rows) || std::size_t(j) >= std::size_t(n.cols))
    throw_element_error(n.rows, n.cols, i, j);
  return picked<E>{{}, e, i, j};
}
}  // namespace views

/// A(0, 0), A(1, 1), ... as a column of min(rows, cols). Of memory: a view.
template<class E>
  requires expression<E>
constexpr auto diagonal(E&& a) {
  if constexpr (viewable<E>) return views::diagonal(as_view(a));
  else return diagonal_of<std::remove_cvref_t<E>>{{}, std::forward<E>(a)};
}

/// The same elements, taken row by row, as rows x cols.
/// Throws: shape_error where that is another number of elements or A's rows are not contiguous.
template<class E>
  requires expression<E>
constexpr auto reshape(E&& a, index_t rows, index_t cols) {
  auto const n = extents_of(a);
  index_t const all = n.rows * n.cols;
  if (rows < 0 || cols < 0 || (cols == 0 ? all != 0 : all % cols != 0 || all / cols != rows))
    throw_shape_error("reshape: the number of elements must stay", n, {rows, cols});
  using Shape = shape<dynamic, dynamic>;
  if constexpr (viewable<E>) return views::refolded<Shape>(as_view(a), {rows, cols});
  else return reshaped<std::remove_cvref_t<E>, Shape>{{}, std::forward<E>(a), {rows, cols}};
}

/// A'. Of memory: the same elements with the strides swapped.
template<class E>
  requires expression<E>
constexpr auto transpose(E&& a) {
  if constexpr (viewable<E>) return views::flipped(as_view(a));
  else return transposed<std::remove_cvref_t<E>>{{}, std::forward<E>(a)};
}

}  // namespace tessera::inline TESSERA_ISA
