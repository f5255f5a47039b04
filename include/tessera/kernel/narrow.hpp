// SPDX-License-Identifier: BSL-1.0
#pragma once
// The register tile of a product with few columns, such as the ten classes of a perceptron. Batches
// run down the rows of A, which are turned over in squares: C' = B' A'. A tile whose batches run
// along ten columns leaves six of sixteen lanes empty.

#include <tessera/kernel/tiny.hpp>
#include <tessera/simd/transposed.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Columns of the widest tile, where batches are wide enough for it to pay at all.
template<class V>
inline constexpr index_t most_narrow = lanes_of<V> >= 16 ? 10 : 0;

/// Are n columns best taken along the rows of A all the same, in batches of half as many lanes?
template<class V>
constexpr bool is_half(index_t n) {
  return pays_in_halves<V> && n > 4 && n <= lanes_of<V> / 2;
}

/// Does a product of n columns, over k, pay for tiles of its own? (Zen 4, float, in percent of the
/// FMA peak: 64 x 784 x 10 86, along rows 62; 64 x 32 x 10 58 and 59; 1000 x 4096 x 10 63 and 53,
/// x 4 30 and 37: up to four columns not where a panel of rows does not fit in L2 beside the next.
/// 64 x 32 x 4 takes 0.8 us, along rows 0.4, x 48 x 4 0.55 and 0.54, x 64 x 4 0.67 and 0.71.
/// In doubles 64 x 784 x 10 76, along rows 81, n = 4 49 and 56: left alone.)
template<class V>
constexpr bool is_narrow(index_t n, index_t k) {
  if (n > 4) return n <= most_narrow<V> && k >= 40;
  return k >= 48 && most_narrow<V> > 0 &&
         lanes_of<V> * k * index_t(sizeof(element_of<V>)) <= l2_bytes / 4;
}

/// to[p * lanes + i] = from[i * from_row + p] for i, p < lanes. Compiled once.
template<class V>
[[gnu::noinline]] void turn_square(element_of<V> const* from, index_t from_row,
                                   element_of<V>* to) {
  simd::transpose_square<V>(from, from_row, to, lanes_of<V>);
}

/// A step of a narrow tile: a column of A, elements of B. From column Least on the last of n stands
/// in for what is not there; an address for each would take all registers.
template<int Least, class V, int N>
TESSERA_INLINE void narrow_step(chain<V> (&acc)[N], V const& a, element_of<V> const* b, index_t n) {
  TESSERA_UNROLL
  for (int j = 0; j < N; ++j) acc[j].step(a, V(b[j < Least || j < n ? j : n - 1]));
}

/// C = A B on as many rows as V has lanes and n columns, at least Least and at most N, all of k.
///   A   lanes x k at a[i * a_row + p], k >= lanes
///   B   k x n at b[p * b_row + j]
///   C   lanes x lanes at c[i * lanes + j], columns from n on of no meaning
/// What lies `ahead` elements behind what is read of A is asked for. While a square of A is
/// multiplied the next one is turned over, piece by piece: shuffles take units that FMAs leave
/// idle. 2 lanes N k flops.
template<class V, int Least, int N>
[[gnu::noinline]] void narrow_tile(tile_job<element_of<V>> const& job, index_t n, index_t ahead) {
  using T = element_of<V>;
  constexpr index_t lanes = lanes_of<V>, square = lanes * lanes, rows = simd::piece_rows<V>,
                    cols = simd::piece_cols<V>;
  alignas(64) T room[std::size_t(2 * square)];
  chain<V> acc[N];
  TESSERA_UNROLL
  for (int j = 0; j < N; ++j) acc[j] = chain<V>::zero();
  auto const* b = job.b;
  index_t const k = job.k, a_row = job.a_row, b_row = job.b_row;
  T *now = room, *next = room + square;
  // Pieces below each other first (12 % faster). Where all rows of A meet in one set of the cache,
  // which does not hold as many lines, those beside each other (1000 x 1024 x 10 50 % faster).
  bool const crowded = a_row * index_t(sizeof(T)) % 4096 == 0;
  index_t const down = rows * a_row, beside = crowded ? lanes / cols : lanes / rows,
                from_step = crowded ? cols : down, to_step = crowded ? cols * lanes : rows,
                from_turn = (crowded ? down : cols) - (beside - 1) * from_step,
                to_turn = (crowded ? rows : cols * lanes) - (beside - 1) * to_step;
  turn_square<V>(job.a, a_row, now);
  for (index_t p = 0; p < k; p += lanes) {
    // The last square begins within the one before it where k is no multiple of lanes. Behind it
    // the same one is turned over once more: as fast as a loop without, and half of the code.
    T const* from = job.a + std::min(p + lanes, k - lanes);
    T const* line = job.a + p + ahead;
    auto const* turned = now + std::max<index_t>(p + lanes - k, 0) * lanes;
    auto const* const end = now + square;
    auto* to = next;
    TESSERA_ROLLED for (index_t q = 1; turned < end; ++q) {
      simd::transpose_piece<V>(from, a_row, to, lanes);
      bool const turns = (q & (beside - 1)) == 0;
      from += turns ? from_turn : from_step, to += turns ? to_turn : to_step;
      TESSERA_ROLLED for (index_t r = 0; r < rows * cols / lanes && turned < end; ++r) {
        // A line at a time: as many at once as there are rows stop the core.
        __builtin_prefetch(line), line += a_row;
        // In a register for few columns: g++ would load it anew for each, as is faster for ten.
        V const column = load_from<V>(turned);
        narrow_step<Least>(acc, N <= 4 ? simd::rounded(column) : column, b, n);
        turned += lanes, b += b_row;
      }
    }
    std::swap(now, next);
  }

  TESSERA_UNROLL
  for (int j = 0; j < N; ++j) store_to(room + j * lanes, acc[j].value());
  std::fill(room + N * lanes, room + square, T(0));
  turn_square<V>(room, lanes, job.c);
}

/// C = finish(A B) on `rows` rows, whole batches of them, and n columns. A and B as the job says,
/// `ahead` as in a tile.
template<class V, class Finish>
[[gnu::noinline]] void narrow_tiles_of(tile_job<element_of<V>> job, index_t rows, index_t n,
                                       index_t ahead, Finish const& out) {
  constexpr index_t lanes = lanes_of<V>;
  static_assert(pays_in_halves<V>, "five columns to half a batch must go in halves: see Least");
  alignas(64) element_of<V> buffer[std::size_t(lanes * lanes)] = {};
  job.c = buffer;
  job.c_row = lanes;
  job.last_lanes = int(n);
  for (index_t i = 0; i < rows; i += lanes, job.a += lanes * job.a_row) {
    if (is_half<V>(n))
      multiply_half<V>(job.a, job.a_row, job.b, job.b_row, buffer, lanes, lanes, job.k, n);
    else if (n <= 4) narrow_tile<V, 1, 4>(job, n, ahead);
    else narrow_tile<V, lanes / 2 + 1, most_narrow<V>>(job, n, ahead);
    finish_tile<V>(job, lanes, 1, i, 0, out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
