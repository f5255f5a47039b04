// SPDX-License-Identifier: BSL-1.0
#pragma once
// Does writing to a destination change what a tree still has to read? O(leaves), at run time.

#include <cstdint>

#include <tessera/lower/stream.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// The bytes of a view from its first element to its last, unless it is empty.
struct span_of_bytes {
  std::uintptr_t begin, size;
};
template<class V>
TESSERA_INLINE span_of_bytes span_of_view(V const& v) {
  // Strides are never negative: views are made of matrices, or of memory row after row.
  auto const last = (v.rows() - 1) * v.row_stride() + (v.cols() - 1) * v.col_stride();
  return {reinterpret_cast<std::uintptr_t>(v.data()),
          std::uintptr_t(last + 1) * sizeof(value_of<V>)};
}

/// Elements that lie among each other, those of v `bytes` behind those of d: do d and v share one?
/// Not where they are parts of one matrix, of elements of `size` bytes, that lie side by side; a
/// size of 0 stands for two types. Numbers, for these stay in registers up to a call (see
/// shape/error.hpp), and out of line, for overlaps are rare.
[[gnu::noinline, gnu::cold, gnu::const]] inline bool share_elements(
    index_t bytes, index_t size, index_t d_rows, index_t d_cols, index_t d_row, index_t d_col,
    index_t v_rows, index_t v_cols, index_t v_row, index_t v_col) {
  if (d_rows == 0 || d_cols == 0 || v_rows == 0 || v_cols == 0) return false;
  if (size == 0 || bytes % size != 0 || d_row != v_row || d_col != v_col) return true;
  // Two rectangles on one grid of rows: compare their columns.
  auto const apart = [&](index_t stride, index_t d_width, index_t v_width) {
    if (stride <= 0) return false;
    index_t const shift = ((bytes / size % stride) + stride) % stride;
    return shift >= d_width && shift + v_width <= stride;
  };
  return !((d_col == 1 && apart(d_row, d_cols, v_cols)) ||
           (d_row == 1 && apart(d_col, d_rows, v_rows)));
}

/// How sure a yes has to be: `perhaps` only asks where views begin and end. A no is certain.
enum class sure { perhaps, quite };

/// Could the two views, of which d spans a, share an element?
template<sure How = sure::quite, class D, class V>
TESSERA_INLINE bool overlap(D const& d, span_of_bytes a, V const& v) {
  auto const b = span_of_view(v);
  // Neither begins behind the other's end, in one comparison.
  bool const near = b.begin - a.begin + b.size - 1 < a.size + b.size - 1;
  if constexpr (How == sure::perhaps) return near;
  else {
    constexpr index_t size =
        std::is_same_v<value_of<D>, value_of<V>> ? index_t(sizeof(value_of<D>)) : 0;
    return near && share_elements(index_t(b.begin - a.begin), size, d.rows(), d.cols(),
                                  d.row_stride(), d.col_stride(), v.rows(), v.cols(),
                                  v.row_stride(), v.col_stride());
  }
}

/// Is each element of v, where it is read, the one of d that is written in the same step?
template<class D, class V>
TESSERA_INLINE bool same_elements(D const& d, V const& v) {
  return std::is_same_v<value_of<D>, value_of<V>> &&
         static_cast<void const*>(d.data()) == static_cast<void const*>(v.data()) &&
         extents_of(d) == extents_of(v) &&
         (d.rows() <= 1 || d.row_stride() == v.row_stride()) &&
         (d.cols() <= 1 || d.col_stride() == v.col_stride());
}

/// Out of line, for large trees.
template<class E, class F>
[[gnu::noinline]] void visit_apart(E const& e, F& f) {
  visit_children(e, f);
}

/// Visits a tree whose leaves are factors of a product, which are read again and again: no element
/// may be shared with d.
template<class D, sure How = sure::quite>
struct factor_search {
  TESSERA_INLINE explicit factor_search(D const& destination)
      : d(destination), bytes(span_of_view(d)) {}

  D const& d;
  span_of_bytes bytes;
  bool found = false;

  template<class T, class S, class V>
  TESSERA_INLINE void operator()(matrix_view<T, S, V> const& v) {
    found = found || overlap<How>(d, bytes, v);
  }
  template<class E>
  TESSERA_INLINE void operator()(E const& e) {
    // A number is known before anything is written.
    if constexpr (is_number<E>) return;
    else if constexpr (is_small<E>) visit_children(e, *this);
    else visit_apart(e, *this);
  }
};

/// Visits an element-wise tree, which reads each element just before the same one is written; what
/// it needs a nest of its own for is evaluated before.
template<class D, sure How>
struct element_search {
  factor_search<D, How> factors;

  template<class T, class S, class V>
  TESSERA_INLINE void operator()(matrix_view<T, S, V> const& v) {
    // In this order: most often nothing is near, which is one comparison.
    if (overlap<sure::perhaps>(factors.d, factors.bytes, v) && !same_elements(factors.d, v))
      factors(v);
  }
  template<class E>
  TESSERA_INLINE void operator()(E const& e) {
    if constexpr (is_elementwise<E>) factors(e);
  }
  template<class F, class... A>
  TESSERA_INLINE void operator()(mapped<F, A...> const& e) {
    if constexpr (is_number<mapped<F, A...>>) return;
    else if constexpr (is_small<mapped<F, A...>>) visit_children(e, *this);
    else visit_apart(e, *this);
  }
};

template<sure How = sure::quite, class D, class E>
TESSERA_INLINE bool spoils_factor(D const& d, E const& e) {
  factor_search<D, How> search(d);
  search(e);
  return search.found;
}
template<sure How = sure::quite, class D, class E>
TESSERA_INLINE bool spoils_element(D const& d, E const& e) {
  element_search<D, How> search{factor_search<D, How>(d)};
  search(e);
  return search.factors.found;
}

/// Does writing to d while e is evaluated change what is still to be read?
template<sure How = sure::quite, class D, class E>
TESSERA_INLINE bool spoils(D const& d, E const& e) {
  if constexpr (is_elementwise<E>) return spoils_element<How>(d, e);
  else return spoils_factor<How>(d, e);
}
template<class D, class P, class Tree>
TESSERA_INLINE bool spoils(D const& d, finished<P, Tree> const& e) {
  // Panel by panel, what the epilogue stores is read after other rows have been written.
  if constexpr (consumes_rows<P> && produces_rows<Tree>)
    return spoils_factor(d, e.inner) || spoils_factor(d, e.tree);
  else return spoils_factor(d, e.inner) || spoils_element(d, e.tree);
}
template<class D, class A, class B>
TESSERA_INLINE bool spoils(D const& d, either<A, B> const& e) {
  return e.first ? spoils(d, e.then) : spoils(d, e.otherwise);
}

}  // namespace tessera::inline TESSERA_ISA::lowering
