// SPDX-License-Identifier: BSL-1.0
#pragma once
// Reductions and softmax: of an element-wise tree as it is computed, of a product panel by panel,
// so that neither is stored.

#include <tessera/kernel/places.hpp>
#include <tessera/kernel/softmax.hpp>
#include <tessera/lower/panels.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

template<class E>
inline constexpr bool is_reduction = false;
template<class R, per Each, class A>
inline constexpr bool is_reduction<reduced<R, Each, A>> = true;

template<class E>
inline constexpr bool reduces_rows = false;
template<class R, class A>
inline constexpr bool reduces_rows<reduced<R, per::row, A>> = true;

/// What a reduction compares: the places of extremes are found by the extremes.
template<class R>
struct compared_by {
  using type = R;
};
template<class Extreme>
struct compared_by<simd::place_of<Extreme>> {
  using type = Extreme;
};

/// Do rows of E lie in columns of memory, so that it is read faster column by column?
template<class E>
inline constexpr int leans = 0;
template<class T, class S, class D>
inline constexpr int leans<matrix_view<T, S, D>> = S::rows == 1 || S::cols == 1 ? 0
                                                   : D::col == 1                ? 1
                                                   : D::row == 1                ? -1
                                                                                : 0;
template<class F, class... A>
inline constexpr int leans<mapped<F, A...>> = (leans<A> + ... + 0);

/// Calls f(workspace, tree, its first row) for the operand of a reduction, panel by panel where it
/// is produced in rows, settled first otherwise. Where P is parallel, so are the panels.
template<class P, class E, class F>
constexpr void for_source(workspace* ws, E const& e, F const& f) {
  constexpr bool by_panels = streams<P, reduced<simd::adds, per::row, E>>;
  if (__builtin_is_constant_evaluated() || !by_panels) {
    auto const ready = settled<P>(ws, e);
    f(ws, viewed(ready), 0);
  } else if constexpr (by_panels) {
    for_each_panel<P>(ws, e, extents_of(e).rows, [&](workspace* own, auto const& panel, index_t i) {
      auto const ready = settled<sequential<P>>(own, panel);
      f(own, viewed(ready), i);
    });
  }
}

// --- to a number

/// Is E summed as the rows that its transpose has?
template<class E>
inline constexpr bool sums_transposed = leans<E> < 0 || shape_of<E>::cols == 1;

/// A row or column that is computed as it is read, as a row.
template<class A>
constexpr auto row_source(A const& a) {
  if constexpr (shape_of<A>::rows == 1) return source_of(a);
  else return flipped(source_of(a));
}
template<class T, class A>
inline constexpr bool sums_in_chains = [] {
  if constexpr (is_one_pass<A> && (shape_of<A>::rows == 1 || shape_of<A>::cols == 1))
    return !kernel::pays_in_batches<T, decltype(row_source(std::declval<A const&>()))>;
  else return false;
}();

template<class P, class R, class T, class A>
T lanes_by(workspace* ws, A const& a) {
  kernel::lanes_of_rows<R, T> lanes;
  for_source<P>(ws, a, [&](workspace*, auto const& tree, index_t) {
    auto const n = extents_of(tree);
    if constexpr (sums_transposed<std::remove_cvref_t<decltype(tree)>>)
      kernel::add_rows(lanes, {n.cols, n.rows}, flipped(source_of(tree)));
    else kernel::add_rows(lanes, n, source_of(tree));
  });
  return lanes.value();
}

template<class P, class R, class A>
constexpr auto reduced_by(workspace* ws, reduced<R, per::matrix, A> const& e) {
  using T = value_of<A>;
  using Extreme = typename compared_by<R>::type;
  if constexpr (simd::finds_place<R>) {
    index_t place = 0;
    T best = Extreme::template begin<T>();
    for_source<P>(ws, e.a, [&](workspace*, auto const& tree, index_t i0) {
      auto const n = extents_of(tree);
      auto const source = source_of(tree);
      for (index_t i = 0; i < n.rows; ++i) {
        index_t const j = kernel::place_in_row<Extreme, T>(i, n.cols, source);
        T const x = static_cast<T>(source.at(i, j, T(0)));
        if (i0 + i == 0 || kernel::beats<Extreme>(x, best)) best = x, place = (i0 + i) * n.cols + j;
      }
    });
    return place;
  } else if (__builtin_is_constant_evaluated() || std::is_same_v<P, naive>) {
    T total = R::template begin<T>();
    for_source<P>(ws, e.a, [&](workspace*, auto const& tree, index_t) {
      total = kernel::reduce_naive<R, T>(total, extents_of(tree), source_of(tree));
    });
    return total;
  } else if constexpr (sums_in_chains<T, A>) {
    return kernel::reduce_chains<R, T>(0, vector_length(e.a), row_source(e.a));
  } else {
    return lanes_by<P, R, T>(ws, e.a);
  }
}

// --- to a column or a row

/// May totals of T grow in the row D itself?
template<class T, class D>
inline constexpr bool holds_totals = false;
template<class T, class S, class Strides>
inline constexpr bool holds_totals<T, matrix_view<T, S, Strides>> = Strides::col == 1;

/// The reduction of rows that lie in columns, d being a row: column by column into totals.
template<class R, class T, class S, class D>
void rows_as_columns(workspace* ws, extents n, S const& source, D const& d) {
  scratch<T> const totals(*ws, holds_totals<T, D> ? 0 : n.rows);
  T* total = totals.data();
  if constexpr (holds_totals<T, D>) total = d.data();
  std::fill_n(total, n.rows, R::template begin<T>());
  kernel::reduce_columns<R, T>({n.cols, n.rows}, flipped(source), total);
  if constexpr (!holds_totals<T, D>)
    for (index_t i = 0; i < n.rows; ++i) d(0, i) = static_cast<value_of<D>>(total[i]);
}

/// Rows i0 .. of d = row_sum(source) and its like, for n.rows rows. Leans: as of the source's tree.
template<class P, class R, class T, int Leans, class D, class S>
constexpr void rows_into(workspace* ws, D const& d, extents n, S const& source, index_t i0) {
  auto const rows = views::part<shape<dynamic, 1>>(d, i0, 0, {n.rows, 1});
  auto const sink = memory_of(rows);
  constexpr bool in_order = std::is_same_v<P, naive>;
  if constexpr (simd::finds_place<R>) {
    kernel::places_in_rows<typename R::extreme, T>(n, source, sink);
  } else if constexpr (Leans < 0 && !in_order) {
    if (__builtin_is_constant_evaluated()) kernel::reduce_rows<R, T, true>(n, source, sink);
    else rows_as_columns<R, T>(ws, n, source, views::flipped(rows));
  } else {
    kernel::reduce_rows<R, T, in_order>(n, source, sink);
  }
}

template<class P, class R, class D, class A>
constexpr void reduce_into(workspace* ws, D const& d, reduced<R, per::row, A> const& e) {
  for_source<P>(ws, e.a, [&](workspace* own, auto const& tree, index_t i0) {
    rows_into<sequential<P>, R, value_of<A>, leans<std::remove_cvref_t<decltype(tree)>>>(
        own, d, extents_of(tree), source_of(tree), i0);
  });
}

/// total[j] = R over column j of a.
template<class P, class R, class T, class A>
constexpr void total_columns(workspace* ws, A const& a, T* total) {
  std::fill_n(total, extents_of(a).cols, R::template begin<T>());
  for_source<P>(ws, a, [&](workspace*, auto const& tree, index_t) {
    kernel::reduce_columns<R, T>(extents_of(tree), source_of(tree), total);
  });
}

template<class P, class Extreme, class D, class A>
constexpr void places_into(workspace* ws, D const& d, A const& a) {
  using T = value_of<A>;
  using row = shape<1, shape_of<A>::cols>;
  index_t const n = extents_of(a).cols;
  temporary<T, row> best(ws, {1, n});
  temporary<index_t, row> where(ws, {1, n});
  auto const value = as_view(best);
  auto const place = as_view(where);
  std::fill_n(value.data(), n, Extreme::template begin<T>());
  std::fill_n(place.data(), n, index_t(0));
  for_source<P>(ws, a, [&](workspace*, auto const& tree, index_t i0) {
    kernel::places_in_columns<Extreme, T>(extents_of(tree), source_of(tree), i0, value.data(),
                                          place.data());
  });
  for (index_t j = 0; j < n; ++j) d(0, j) = place(0, j);
}

/// The totals of columns: in d where they can be, else in memory of their own.
template<class P, class R, class D, class A>
constexpr void reduce_into(workspace* ws, D const& d, reduced<R, per::column, A> const& e) {
  using T = value_of<A>;
  if constexpr (leans<A> < 0 && !std::is_same_v<P, naive>)
    if (!__builtin_is_constant_evaluated()) {
      auto const ready = settled<P>(ws, e.a);
      auto const& tree = viewed(ready);
      auto const n = extents_of(tree);
      return rows_into<P, R, T, 1>(ws, views::flipped(d), {n.cols, n.rows},
                                   flipped(source_of(tree)), 0);
    }
  if constexpr (simd::finds_place<R>) {
    places_into<P, typename R::extreme>(ws, d, e.a);
  } else if constexpr (holds_totals<T, D>) {
    total_columns<P, R, T>(ws, e.a, d.data());
  } else {
    index_t const n = extents_of(e.a).cols;
    temporary<T, shape<1, shape_of<A>::cols>> memory(ws, {1, n});
    auto const totals = as_view(memory);
    total_columns<P, R, T>(ws, e.a, totals.data());
    for (index_t j = 0; j < n; ++j) d(0, j) = totals(0, j);
  }
}

template<class P, class D, class A>
void softmax_into(workspace* ws, D const& d, softmaxed<A> const& e) {
  for_source<P>(ws, e.a, [&](workspace* own, auto const& tree, index_t i0) {
    auto const n = extents_of(tree);
    auto const rows = views::part<shape<dynamic, shape_of<D>::cols>>(d, i0, 0, n);
    kernel::softmax_rows<value_of<A>>(*own, n, source_of(tree), memory_of(rows));
  });
}

}  // namespace tessera::inline TESSERA_ISA::lowering
