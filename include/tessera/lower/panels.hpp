// SPDX-License-Identifier: BSL-1.0
#pragma once
// The loop over panels of rows, around the nests of each.

#include <tessera/lower/parallel.hpp>
#include <tessera/lower/stream.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

template<class P, class Tree>
constexpr index_t bytes_per_row(finished<P, Tree> const& e);

/// Bytes that one row of every intermediate result takes.
template<class E>
constexpr index_t bytes_per_row(E const& e) {
  if constexpr (produces_rows<E>) {
    index_t below = 0;
    visit_children(e, [&](auto const& child) { below += bytes_per_row(child); });
    return below + extents_of(e).cols * index_t(sizeof(value_of<E>));
  } else {
    return 0;
  }
}
template<class P, class Tree>
constexpr index_t bytes_per_row(finished<P, Tree> const& e) {
  // The product is not stored, its epilogue is.
  if constexpr (!produces_rows<P>) return 0;
  else return bytes_per_row(e.inner);
}

/// Rows of a panel: its intermediate results take a quarter of L2. At least four register tiles, so
/// that the packed operand is read often enough from where it lies; at most 240, which is plenty.
constexpr index_t panel_rows(index_t bytes) {
  index_t const rows = l2_bytes / 4 / std::max<index_t>(bytes, 1);
  return std::clamp<index_t>(rows / 24 * 24, 24, 240);
}

/// Multiply-adds in the products of one row of e.
template<class E>
constexpr double steps_per_row(E const& e) {
  double steps = 0;
  visit_children(e, [&](auto const& child) { steps += steps_per_row(child); });
  if constexpr (requires { extents_of(e.a).cols, e.b; })
    if constexpr (produces_rows<E>) steps += double(extents_of(e.a).cols * extents_of(e).cols);
  return steps;
}

/// The m rows, one behind the other, that panels of a tree of m rows read; or none. The first of
/// those that are so.
struct rows_in_line {
  std::byte const* data = nullptr;
  index_t bytes = 0;  // of one row
};
template<class T, class S, class D>
rows_in_line rows_in_line_of(matrix_view<T, S, D> const& v, index_t m) {
  if (v.rows() != m || v.col_stride() != 1 || v.row_stride() != v.cols()) return {};
  return {reinterpret_cast<std::byte const*>(v.data()), v.cols() * index_t(sizeof(T))};
}
template<class E>
rows_in_line rows_in_line_of(E const& e, index_t m) {
  rows_in_line found;
  if constexpr (requires { e.a, e.b; }) found = rows_in_line_of(e.a, m);  // B is read by all panels
  else
    visit_children(e, [&](auto const& child) {
      if (!found.data) found = rows_in_line_of(child, m);
    });
  return found;
}

/// f(workspace, panel of e, its first row) for all panels of e, which has m rows. Where P is
/// parallel, panels are tasks, and f is called by several threads.
template<class P, class E, class F>
void for_each_panel(workspace* ws, E const& e, index_t m, F const& f) {
  auto const ready = prepared<P>(ws, e);
  auto const& tree = viewed(ready);
  index_t const rows = panel_rows(bytes_per_row(e));
  // Rows that are far away are asked for a panel ahead: 100000 rows through four layers of 32 or 64
  // columns 6 % faster (Zen 4).
  auto const source = rows_in_line_of(tree, m);
  bool const far = m * source.bytes > l2_bytes;
  auto const panel = [&](workspace* own, index_t i) {
    index_t const next = std::min(i + rows, m);
    if (far)
      own->awaited = {source.data + next * source.bytes, std::min(rows, m - next) * source.bytes};
    f(own, rows_from(tree, i, std::min(rows, m - i)), i);
  };
  if constexpr (is_parallel<P>) {
    executor_of<P> const threads{};
    // Tasks of some panels each: the workspace of a task is made once. 16 steps a cycle, half of
    // which are to be gained.
    index_t const panels = (m + rows - 1) / rows;
    index_t const tasks = std::min<index_t>(panels, 4 * index_t(threads.concurrency()));
    if (threads.concurrency() > 1 && steps_per_row(e) * double(m) / 32 > cycles_of_tasks)
      return threads.bulk(tasks, [&](index_t task) {
        brief_workspace own;
        for (index_t p = task * panels / tasks; p < (task + 1) * panels / tasks; ++p)
          panel(&own, p * rows);
      });
  }
  for (index_t i = 0; i < m; i += rows) panel(ws, i);
}

}  // namespace tessera::inline TESSERA_ISA::lowering
