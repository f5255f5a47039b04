// SPDX-License-Identifier: BSL-1.0
#pragma once
// Copies a block of an operand into the order in which the tile reads it. The operand may be any
// source: what is not memory yet is computed here, element by element, on its way (the prologue of
// a product).

#include <algorithm>

#include <tessera/kernel/columns.hpp>
#include <tessera/kernel/joined.hpp>
#include <tessera/kernel/partition.hpp>
#include <tessera/kernel/streams.hpp>
#include <tessera/kernel/tile.hpp>
#include <tessera/simd/transposed.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Do the elements of a row of A follow each other, or are they computed?
template<class A>
inline constexpr bool packs_along_rows = true;
template<class T, index_t Row, index_t Col>
inline constexpr bool packs_along_rows<memory<T, Row, Col>> = Col == 1 || Row != 1;

/// m x k elements of A: to[i * row + p] = A(i0 + i, p0 + p). Out of line: products of the same A
/// with something else share it.
template<class T, class A>
[[gnu::noinline]] void pack_rows(A const& a, index_t i0, index_t m, index_t p0, index_t k, T* to,
                                 index_t row) {
  using V = batch<T>;
  if constexpr (has_columns<T, A>)
    if (m >= lanes_of<V> && k >= lanes_of<V>) return pack_squares(a, i0, m, p0, k, to, row);
  if constexpr (packs_along_rows<A>) {
    index_t const whole = multiple_of<lanes_of<V>>(k);
    first_lanes<V> const rest(int(k - whole));
    for (index_t i = 0; i < m; ++i, to += row) {
      TESSERA_ROLLED for (index_t p = 0; p < whole; p += lanes_of<V>)
        store_to(to + p, fetch<V>(a, i0 + i, p0 + p, all_lanes{}, V(T(0))));
      if (whole < k) store_to(to + whole, fetch<V>(a, i0 + i, p0 + whole, rest, V(T(0))), rest);
    }
  } else {
    for (index_t p = 0; p < k; ++p)
      for (index_t i = 0; i < m; ++i) to[i * row + p] = static_cast<T>(a.at(i0 + i, p0 + p, T(0)));
  }
}

/// The same of operands side by side.
template<class T, class... S>
void pack_rows(joined<true, S...> const& a, index_t i0, index_t m, index_t p0, index_t k, T* to,
               index_t row) {
  a.for_each(p0, k, [&](auto const& part, index_t first, index_t count, index_t offset) {
    pack_rows(part, i0, m, first, count, to + offset, row);
  });
}

/// Elements from one packed row to the next: an odd number of lines, so that rows do not meet in
/// the same sets of a cache.
template<class T>
constexpr index_t packed_row(index_t k) {
  constexpr index_t line = std::max<index_t>(1, 64 / index_t(sizeof(T)));
  return ((k + line - 1) / line | 1) * line;
}

/// Would reading along a row of B jump from line to line?
template<class B>
inline constexpr bool jumps_along_rows = false;
template<class T, index_t Row, index_t Col>
inline constexpr bool jumps_along_rows<memory<T, Row, Col>> = Col != 1 && Col != 0;

/// Row p0 + p of B as `batches` whole batches from column j0 on, the columns behind the last of
/// `width` zero.
template<class V, class B>
TESSERA_INLINE void pack_row(B const& b, index_t p, index_t j0, index_t batches,
                             first_lanes<V> const& rest, chain_element<V>* to) {
  constexpr int lanes = lanes_of<V>, size = packed_size<V>;
  TESSERA_ROLLED for (index_t v = 0; v < batches - 1; ++v)
    store_packed(to + v * size, fetch<V>(b, p, j0 + v * lanes, all_lanes{}, V(element_of<V>(0))));
  store_packed(to + (batches - 1) * size,
               fetch<V>(b, p, j0 + (batches - 1) * lanes, rest, V(element_of<V>(0))));
}

/// The same of operands on top of each other.
template<class V, class... S>
TESSERA_INLINE void pack_row(joined<false, S...> const& b, index_t p, index_t j0, index_t batches,
                             first_lanes<V> const& rest, chain_element<V>* to) {
  b.visit(p, [&](auto const& part, index_t q) { pack_row<V>(part, q, j0, batches, rest, to); });
}

/// k rows from p0 on where the rows of B are not contiguous: squares of elements are turned over in
/// registers; what is left goes sixteen rows of each column at a time, so that lines are used up.
template<class V, class B>
void pack_cols(B const& b, index_t p0, index_t k, index_t j0, index_t width, index_t batches,
               chain_element<V>* to) {
  using T = element_of<V>;
  constexpr index_t lanes = lanes_of<V>;
  index_t const row = batches * packed_size<V>;
  index_t turned_k = 0, turned_width = 0;
  if constexpr (has_columns<T, B>) {
    turned_k = multiple_of<lanes>(k), turned_width = multiple_of<lanes>(width);
    for (index_t p = 0; p < turned_k; p += lanes)
      for (index_t j = 0; j < turned_width; j += lanes)
        simd::transpose_square<V>(b.address(p0 + p, j0 + j), b.col, to + p * row + j, row);
  }
  auto const rest = [&](index_t begin, index_t end, index_t j_begin) {
    for (index_t q = begin; q < end; q += 16)
      for (index_t j = j_begin; j < width; ++j)
        for (index_t p = q; p < std::min(q + 16, end); ++p)
          to[p * row + j] = static_cast<T>(b.at(p0 + p, j0 + j, T(0)));
  };
  rest(0, turned_k, turned_width);
  rest(turned_k, k, 0);
  if (width < row)
    for (index_t p = 0; p < k; ++p) std::fill(to + p * row + width, to + (p + 1) * row, T(0));
}

/// Where panel jr begins behind panel jc.
template<class V>
constexpr index_t panel_offset(partition const& cols, index_t jc, index_t jr, index_t k) {
  return (cols.begin(jr) - cols.begin(jc)) * packed_size<V> * k;
}

/// Panels of columns of B that are packed together, so that its rows are read on for a while. One
/// by one, A * (B + C) was 4 % slower at 512^3 (Zen 3).
inline constexpr index_t columns_abreast = 4;

/// `depth` rows from p0 on of `count` panels of B from column j0 on, each of `batches`, of which
/// the last has `rest` lanes; a panel begins `panel` elements behind the one before. What comes
/// eight rows later is asked for: without that, A * (B + C) was 9 % slower at 512^3 and 1000^3 (Zen
/// 3).
template<class V, class B>
void pack_abreast(B const& b, index_t p0, index_t depth, index_t j0, index_t count, index_t batches,
                  first_lanes<V> const& rest, index_t panel, chain_element<V>* to) {
  constexpr index_t lanes = lanes_of<V>, ahead = 8;
  for (index_t p = p0; p < p0 + depth; ++p, to += batches * packed_size<V>) {
    if (p + ahead < p0 + depth)
      TESSERA_ROLLED for (index_t v = 0; v < count * batches; ++v)
        prefetch(b, p + ahead, j0 + v * lanes);
    for (index_t r = 0; r < count; ++r)
      pack_row<V>(b, p, j0 + r * batches * lanes, batches, rest, to + r * panel);
  }
}

/// A packed panel: its rows, and how many of them lie in front of those that are packed now.
struct panel_rows {
  index_t all, before;
};

/// `depth` rows from p0 on of panels jr to jr_end of B, which has n columns, in groups of `cols`
/// batches.
///   to   all of panel jr, others behind it
template<class V, class B>
void pack_panels(B const& b, index_t p0, index_t depth, index_t n, partition const& cols,
                 index_t jr, index_t jr_end, panel_rows rows, chain_element<V>* to) {
  constexpr index_t lanes = lanes_of<V>;
  for (index_t count; jr < jr_end; jr += count) {
    index_t const j = cols.begin(jr) * lanes, batches = cols.size(jr),
                  row = batches * packed_size<V>, panel = row * rows.all;
    auto* const first = to + rows.before * row;
    if constexpr (jumps_along_rows<B> && !is_complex<element_of<V>>) {
      count = 1;
      pack_cols<V>(b, p0, depth, j, std::min(batches * lanes, n - j), batches, first);
    } else {
      // As many as are alike: the last one may have fewer columns.
      count = 1;
      while (jr + count < jr_end && cols.size(jr + count) == batches &&
             j + (count + 1) * batches * lanes <= n)
        ++count;
      index_t const last = std::min(lanes, n - j - (count * batches - 1) * lanes);
      pack_abreast<V>(b, p0, depth, j, count, batches, first_lanes<V>(int(last)), panel, first);
    }
    to += count * panel;
  }
}

/// B as pack_panels leaves it.
template<class T, class Part>
struct packed_panels {
  using value_type = T;
  Part const* data;
};
template<class B>
inline constexpr bool is_packed = false;
template<class T, class Part>
inline constexpr bool is_packed<packed_panels<T, Part>> = true;

}  // namespace tessera::inline TESSERA_ISA::kernel
