// SPDX-License-Identifier: BSL-1.0
#pragma once
// Does writing to a destination change what a tree still has to read? O(leaves), at run time.

#include <cstdint>

#include <tessera/lower/stream.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// The addresses that a view spans, unless it is empty.
struct span_of_bytes {
  std::uintptr_t begin, end;
};
template<class V>
TESSERA_INLINE span_of_bytes span_of_view(V const& v) {
  auto const first = reinterpret_cast<std::uintptr_t>(v.data());
  // Strides are never negative: views are made of matrices, or of memory row after row.
  auto const last = (v.rows() - 1) * v.row_stride() + (v.cols() - 1) * v.col_stride();
  return {first, first + std::uintptr_t(last + 1) * sizeof(value_of<V>)};
}

/// A view of elements of any type, so that what is rare is compiled once.
struct any_view {
  std::uintptr_t first;
  index_t rows, cols, row_stride, col_stride;
};
template<class V>
TESSERA_INLINE any_view any_view_of(V const& v) {
  return {reinterpret_cast<std::uintptr_t>(v.data()), v.rows(), v.cols(), v.row_stride(),
          v.col_stride()};
}

/// Do d and v, whose elements of `size` bytes lie among each other, show parts of one matrix that
/// lie side by side?
[[gnu::noinline, gnu::pure]] inline bool lie_side_by_side(any_view d, any_view v, index_t size) {
  auto const bytes = static_cast<index_t>(v.first - d.first);
  if (bytes % size != 0 || d.row_stride != v.row_stride || d.col_stride != v.col_stride)
    return false;
  // Two rectangles on one grid of rows: compare their columns.
  auto const apart = [&](index_t stride, index_t d_width, index_t v_width) {
    if (stride <= 0) return false;
    index_t const shift = ((bytes / size % stride) + stride) % stride;
    return shift >= d_width && shift + v_width <= stride;
  };
  return (d.col_stride == 1 && apart(d.row_stride, d.cols, v.cols)) ||
         (d.row_stride == 1 && apart(d.col_stride, d.rows, v.rows));
}

/// Could the two views, of which d spans a, share an element?
template<class D, class V>
TESSERA_INLINE bool overlap(D const& d, span_of_bytes a, V const& v) {
  auto const b = span_of_view(v);
  if (a.begin >= b.end || b.begin >= a.end) return false;
  if (d.rows() == 0 || d.cols() == 0 || v.rows() == 0 || v.cols() == 0) return false;
  return !std::is_same_v<value_of<D>, value_of<V>> ||
         !lie_side_by_side(any_view_of(d), any_view_of(v), index_t(sizeof(value_of<D>)));
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
template<class D>
struct factor_search {
  TESSERA_INLINE explicit factor_search(D const& destination)
      : d(destination), bytes(span_of_view(d)) {}

  D const& d;
  span_of_bytes bytes;
  bool found = false;

  template<class T, class S, class V>
  TESSERA_INLINE void operator()(matrix_view<T, S, V> const& v) {
    found = found || overlap(d, bytes, v);
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
template<class D>
struct element_search {
  factor_search<D> factors;

  template<class T, class S, class V>
  TESSERA_INLINE void operator()(matrix_view<T, S, V> const& v) {
    if (!same_elements(factors.d, v)) factors(v);
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

template<class D, class E>
TESSERA_INLINE bool spoils_factor(D const& d, E const& e) {
  factor_search<D> search(d);
  search(e);
  return search.found;
}
template<class D, class E>
TESSERA_INLINE bool spoils_element(D const& d, E const& e) {
  element_search<D> search{factor_search<D>(d)};
  search(e);
  return search.factors.found;
}

/// Does writing to d while e is evaluated change what is still to be read?
template<class D, class E>
TESSERA_INLINE bool spoils(D const& d, E const& e) {
  if constexpr (is_elementwise<E>) return spoils_element(d, e);
  else return spoils_factor(d, e);
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
