// SPDX-License-Identifier: BSL-1.0
#pragma once
// A product of which it turns out at run time that it has one column. Each element is the chain of
// any other product, in order, so that batches run down the rows of A, which are turned over in
// registers; four multiply-adds at a time do not wait for each other.

#include <tessera/kernel/tiles.hpp>
#include <tessera/simd/transposed.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Batches of no more than 32 bytes: shuffles of 64 take twice as long.
template<class V>
using column_batch = std::conditional_t<sizeof(V) == 64, typename simd::half_of<V>::type, V>;

/// Batches of rows of such a product that are summed side by side: each waits four cycles for
/// itself.
inline constexpr int columns_beside = 4;

/// sums[i] += sum over p of a[i * a_row + p] x[p * x_step], in order, for i < rows.
///   a      rows x k, lanes <= rows, k a multiple of piece_cols
///   sums   at least rows, at most columns_beside batches
template<class V>
[[gnu::noinline]] void add_columns(element_of<V>* sums, element_of<V> const* a, index_t a_row,
                                   index_t rows, element_of<V> const* x, index_t x_step,
                                   index_t k) {
  constexpr index_t lanes = lanes_of<V>;
  constexpr int width = simd::piece_cols<V>;
  static_assert(simd::piece_rows<V> == lanes);
  // Where there are no more rows the last ones are summed again.
  index_t at[columns_beside];
  V acc[columns_beside];
  TESSERA_UNROLL for (int g = 0; g < columns_beside; ++g) {
    index_t const i = g * lanes < rows - lanes ? g * lanes : rows - lanes;
    at[g] = i * a_row, acc[g] = load_from<V>(sums + i);
  }
  TESSERA_ROLLED for (; k > 0; k -= width, a += width) {
    simd::piece_column<V> columns[columns_beside][width];
    TESSERA_UNROLL for (int g = 0; g < columns_beside; ++g)
      simd::load_piece<V>(a + at[g], a_row, columns[g]);
    TESSERA_UNROLL for (int c = 0; c < width; ++c, x += x_step) {
      V const element(*x);
      TESSERA_UNROLL for (int g = 0; g < columns_beside; ++g)
        simd::accumulate(acc[g], element, simd::from_raw<V>(columns[g][c]));
    }
  }
  TESSERA_UNROLL for (int g = 0; g < columns_beside; ++g)
    store_to(sums + (g * lanes < rows - lanes ? g * lanes : rows - lanes), acc[g]);
}

/// Do columns_beside batches of rows, so many elements apart, fit in a cache side by side? A set
/// holds eight lines, and 4096 bytes are as many sets as there are lines in them.
template<class V>
constexpr bool fit_beside(index_t a_row) {
  index_t const bytes = a_row * index_t(sizeof(element_of<V>)),
                apart = std::max<index_t>(1, bytes & -bytes);
  return columns_beside * lanes_of<V> <= 8 * std::max<index_t>(1, 4096 / apart);
}

/// Does such a product pay for it? From a batch of rows on. In doubles not where rows do not fit
/// (1024^2 as fast as with six rows at a time, 2048^2 a third slower).
template<class V>
constexpr bool is_column(extents mn, index_t a_row) {
  return mn.cols == 1 && mn.rows >= lanes_of<V> &&
         (sizeof(element_of<V>) < 8 || fit_beside<V>(a_row));
}

/// sums[i] = sum over p of a[i * a_row + p] x[p * x_step], in order, for i < rows.
///   a      rows x k, lanes <= rows <= columns_beside * lanes
///   sums   columns_beside batches
template<class V>
[[gnu::noinline]] void column_of_rows(element_of<V>* sums, element_of<V> const* a, index_t a_row,
                                      index_t rows, element_of<V> const* x, index_t x_step,
                                      index_t k) {
  using T = element_of<V>;
  constexpr index_t all = columns_beside * lanes_of<V>, width = simd::piece_cols<V>,
                    lines = 4 * 64 / index_t(sizeof(T));
  alignas(64) T room[std::size_t(all * lines)];
  for (index_t i = 0; i < all; i += lanes_of<V>) store_to(sums + i, V(T(0)));
  // Rows that do not fit are copied, some lines at a time, which would be gone too early.
  if (!fit_beside<V>(a_row))
    for (; k >= lines; k -= lines, a += lines, x += lines * x_step) {
      for (index_t r = 0; r < rows; ++r)
        std::memcpy(room + r * lines, a + r * a_row, std::size_t(lines) * sizeof(T));
      add_columns<V>(sums, room, lines, rows, x, x_step, lines);
    }
  index_t const whole = k / width * width;
  add_columns<V>(sums, a, a_row, rows, x, x_step, whole);
  for (index_t p = whole; p < k; ++p)
    for (index_t r = 0; r < rows; ++r) simd::accumulate(sums[r], a[r * a_row + p], x[p * x_step]);
}

/// C = finish(A x), A of m x k, at least a batch of rows. (Zen 4, float: 64 x 64 by AVX-512 3 times
/// as fast as a tile of one column, by AVX2 2.5 times; 1024 x 1024 1.7 times.)
template<class V, class A, class B, class Finish>
[[gnu::noinline]] void multiply_column(index_t m, index_t k, A const& a, B const& b,
                                       Finish const& out) {
  constexpr index_t lanes = lanes_of<V>, most = columns_beside * lanes;
  alignas(64) element_of<V> sums[std::size_t(most)];
  for (index_t i = 0; i < m; i += most) {
    // What is left of a batch is summed with rows before it again.
    index_t const left = std::min(m - i, most), rows = std::max(left, lanes),
                  first = i + left - rows;
    column_of_rows<V>(sums, a.address(first, 0), a.row, rows, b.address(0, 0), b.row, k);
    for (index_t r = 0; r < left; ++r) out.write(sums[i - first + r], i + r, 0, all_lanes{});
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
