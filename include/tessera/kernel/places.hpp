// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where the least or the greatest element is: the first of a row or column, and the first NaN where
// there is one.

#include <tessera/kernel/reduce.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// The column of the first element of row i that is R of that row; the first NaN where there is
/// one. Two passes: the value, then its place.
template<class R, class T, class S>
constexpr index_t place_in_row(index_t i, index_t cols, S const& source) {
  T best = R::template begin<T>();
  if (__builtin_is_constant_evaluated() || cols < dot_lanes<T>) {
    best = reduce_naive<R, T>(best, {1, cols}, source, i);
  } else {
    best = reduce_row<R, T>(i, cols, source);
  }
  for (index_t j = 0; j < cols; ++j) {
    T const x = static_cast<T>(source.at(i, j, T(0)));
    if (x == best || x != x) return j;
  }
  return 0;
}

template<class R, class T, class S, class Sink>
constexpr void places_in_rows(extents n, S const& source, Sink const& sink) {
  for (index_t i = 0; i < n.rows; ++i) *sink.address(i, 0) = place_in_row<R, T>(i, n.cols, source);
}

/// Is x a better first choice than `best`? NaN is, before anything that is not.
template<class R, class T>
constexpr bool beats(T const& x, T const& best) {
  if (best != best) return false;
  return x != x || (R::combine(best, x) == x && x != best);
}

/// place[j] = the first row in which column j is R of that column; best holds the values.
template<class R, class T, class S>
constexpr void places_in_columns(extents n, S const& source, index_t i0, T* best, index_t* place) {
  for (index_t i = 0; i < n.rows; ++i)
    for (index_t j = 0; j < n.cols; ++j) {
      T const x = static_cast<T>(source.at(i, j, T(0)));
      if (i0 + i == 0 || beats<R>(x, best[j])) best[j] = x, place[j] = i0 + i;
    }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
