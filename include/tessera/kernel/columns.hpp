// SPDX-License-Identifier: BSL-1.0
#pragma once
// Panels of rows of an A that lies in columns, as the transpose of a matrix does: short pieces of
// each column are copied.

#include <tessera/kernel/partition.hpp>
#include <tessera/kernel/source.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Do the columns of A lie in memory as batches can be loaded from and stored to?
template<class T, class A>
inline constexpr bool has_columns = false;
template<class T, index_t Col>
inline constexpr bool has_columns<T, memory<T const, 1, Col>> = Col != 1 && is_batch<batch<T>>;

/// n elements, in the widest batches that they fill, the last of which may take in some of the one
/// before.
template<class V>
TESSERA_INLINE void copy_some(element_of<V> const* from, index_t n, element_of<V>* to) {
  using half = typename simd::half_of<V>::type;
  constexpr index_t lanes = lanes_of<V>;
  if (n < lanes) {
    if constexpr (!std::is_same_v<half, V>) return copy_some<half>(from, n, to);
    for (index_t i = 0; i < n; ++i) to[i] = from[i];
    return;
  }
  for (index_t i = 0; i + lanes < n; i += lanes) store_to(to + i, load_from<V>(from + i));
  store_to(to + n - lanes, load_from<V>(from + n - lanes));
}

/// Panels of rows of such an A that are packed together, so that whole lines are read.
inline constexpr index_t panels_abreast = 8;

/// n elements and those behind them, up to whole batches.
template<class V>
TESSERA_INLINE void copy_whole(element_of<V> const* from, index_t n, element_of<V>* to) {
  store_to(to, load_from<V>(from));
  for (index_t i = lanes_of<V>; i < n; i += lanes_of<V>) store_to(to + i, load_from<V>(from + i));
}

/// Panels ir to ir_end of such an A, at most that many, each to[p * height + i]. Where A is far
/// away the copy waits for each line unless that was asked for: 1000^3 was up to a third slower.
/// Whole batches are copied where what is behind a panel's rows is A's, too, and is overwritten by
/// the panel's next columns.
template<class T, class A>
void pack_by_columns(A const& a, partition const& rows, index_t ir, index_t ir_end, index_t p0,
                     index_t k, T* to) {
  constexpr index_t line = 64 / index_t(sizeof(T)), ahead = 8;
  struct {
    index_t i, height, panels;
    index_t whole;                     // columns that are copied in whole batches
  } run[std::size_t(panels_abreast)];  // panels of one height
  index_t const i0 = rows.begin(ir), last = rows.groups - 1;
  index_t const rows_left = rows.begin(last) + rows.size(last) - i0;
  index_t runs = 0;
  for (index_t r = ir; r < ir_end; ++r) {
    index_t const i = rows.begin(r) - i0, height = rows.size(r);
    index_t const copied = multiple_of<lanes_of<batch<T>>>(height + lanes_of<batch<T>> - 1);
    index_t const spare = k * height - copied;
    index_t const whole = i + copied > rows_left || spare < 0 ? 0 : spare / height + 1;
    if (runs > 0 && run[runs - 1].height == height && run[runs - 1].whole == whole)
      ++run[runs - 1].panels;
    else run[runs++] = {i, height, 1, whole};
  }
  index_t const all = rows.begin(ir_end - 1) + rows.size(ir_end - 1) - i0;
  T const* from = a.address(i0, p0);
  for (index_t p = 0; p < k; ++p, from += a.col) {
    if (p + ahead < k)
      for (index_t i = 0; i < all; i += line) __builtin_prefetch(from + ahead * a.col + i);
    for (index_t r = 0; r < runs; ++r) {
      auto const [i, height, panels, whole] = run[r];
      T const* f = from + i;
      T* t = to + i * k + p * height;
      if (p < whole)
        for (index_t c = 0; c < panels; ++c, f += height, t += height * k)
          copy_whole<batch<T>>(f, height, t);
      else
        for (index_t c = 0; c < panels; ++c, f += height, t += height * k)
          copy_some<batch<T>>(f, height, t);
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
