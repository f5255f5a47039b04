// SPDX-License-Identifier: BSL-1.0
#pragma once
// exp(x - max) / sum over each row. The order of the sum is that of kernel/reduce.hpp under every
// policy; the division is a multiplication by the reciprocal.

#include <tessera/kernel/reduce.hpp>
#include <tessera/simd/exponential.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// row[j] = f(row[j]) for all j < cols.
template<class T, class F>
TESSERA_INLINE void update_row(T* row, index_t cols, F const& f) {
  using V = batch<T>;
  constexpr index_t width = lanes_of<V>;
  index_t const whole = multiple_of<width>(cols);
  for (index_t j = 0; j < whole; j += width) store_to(row + j, f(load_from<V>(row + j)));
  if (whole < cols) {
    first_lanes<V> const rest(int(cols - whole));
    store_to(row + whole, f(load_from<V>(row + whole, rest)), rest);
  }
}

/// C(i, :) = softmax of row i of source.
///   C   m x n, any strides; rows that are not contiguous are computed in the workspace
/// Three passes over a row while it is in cache.
template<class T, class S, class Sink>
[[gnu::noinline]] void softmax_rows(workspace& ws, extents n, S const& source, Sink const& sink) {
  using V = batch<T>;
  bool const in_place = sink.col == 1 || n.cols <= 1;
  scratch<T> const memory(ws, in_place ? 0 : n.cols);
  using row_memory = kernel::memory<T, dynamic, 1>;
  for (index_t i = 0; i < n.rows; ++i) {
    T* const row = in_place ? sink.address(i, 0) : memory.data();
    row_memory const only{row, 0, 1};
    constexpr index_t width = lanes_of<V>;
    index_t const whole = multiple_of<width>(n.cols);
    first_lanes<V> const rest(int(n.cols - whole));
    for (index_t j = 0; j < whole; j += width)
      store_to(row + j, fetch<V>(source, i, j, all_lanes{}, V(T(0))));
    if (whole < n.cols) store_to(row + whole, fetch<V>(source, i, whole, rest, V(T(0))), rest);
    lanes_of_rows<simd::greatest, T> top;
    top.add(only, 0, n.cols);
    V const most(top.value());
    update_row(row, n.cols,
               [&](V const& x) { return simd::exponential{}(simd::difference_of(x, most)); });
    lanes_of_rows<simd::adds, T> total;
    total.add(only, 0, n.cols);
    V const share(T(1) / total.value());
    update_row(row, n.cols, [&](V const& x) { return simd::product_of(x, share); });
    if (!in_place)
      for (index_t j = 0; j < n.cols; ++j) *sink.address(i, j) = row[j];
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
