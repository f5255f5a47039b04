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

/// Does a product of n columns, over k, pay for tiles of its own? Of 96 x 784 x n, in percent of
/// the FMA peak (Zen 4, float), in whole batches along rows, in halves, and down: n = 2 12, 20 and
/// 23; 4 25, 37 and 43; 8 49, 84 and 55; 10 61, - and 69; 12 73, - and 72. Not where a panel of
/// rows does not fit in L2 beside the next: 4096 x 4096 x 8 39 and 35. In doubles n = 4 49 and 56,
/// 5 61 and 54: left alone.
template<class V>
constexpr bool is_narrow(index_t n, index_t k) {
  return n <= most_narrow<V> && k >= lanes_of<V> && k * (most_narrow<V> + 1 - n) >= 96 &&
         lanes_of<V> * k * index_t(sizeof(element_of<V>)) <= l2_bytes / 4;
}

/// to[p * lanes + i] = from[i * from_row + p] for i < lanes, p < depth. If depth is no multiple of
/// lanes, up to lanes - 1 places in front of the last ones are turned over, too; in front of `from`
/// and `to` where depth is less than lanes.
template<class V>
[[gnu::noinline]] void turn_rows(element_of<V> const* from, index_t from_row, index_t depth,
                                 element_of<V>* to) {
  constexpr index_t lanes = lanes_of<V>;
  for (index_t p = 0; p < depth; p += lanes) {
    index_t const first = std::min(p, depth - lanes);
    simd::transpose_square<V>(from + first, from_row, to + first * lanes, lanes);
  }
}

/// C = A B on as many rows as V has lanes and n columns, at most N, all of k.
///   A   lanes x k at a[i * a_row + p], k >= lanes
///   B   k x n at b[p * b_row + j]
///   C   lanes x lanes at c[i * lanes + j], columns from n on of no meaning
/// What lies `ahead` elements behind what is read of A is asked for, unless that is 0. 2 lanes N k
/// flops.
template<class V, int N>
[[gnu::noinline]] void narrow_tile(tile_job<element_of<V>> const& job, index_t n, index_t ahead) {
  constexpr index_t lanes = lanes_of<V>, deep = 4 * lanes;
  alignas(64) element_of<V> room[std::size_t((lanes + deep) * lanes)];
  auto* const turned = room + lanes * lanes;
  chain<V> acc[N];
  TESSERA_UNROLL
  for (int j = 0; j < N; ++j) acc[j] = chain<V>::zero();
  auto const* a = job.a;
  auto const* b = job.b;
  index_t const b_row = job.b_row;
  for (index_t left = job.k; left > 0; left -= deep, a += deep) {
    index_t const depth = std::min(left, deep);
    turn_rows<V>(a, job.a_row, depth, turned);
    auto const* line = a + ahead;
    TESSERA_ROLLED for (index_t p = 0; p < depth; ++p, b += b_row) {
      // A line at a time: as many at once as there are rows stop the core.
      if (ahead != 0) {
        __builtin_prefetch(line);
        line += job.a_row;
        if ((p + 1) % lanes == 0) line += lanes - lanes * job.a_row;
      }
      V const ap = load_from<V>(turned + p * lanes);
      TESSERA_UNROLL
      for (int j = 0; j < N; ++j) acc[j].step(ap, V(b[std::min<index_t>(j, n - 1)]));
    }
  }
  TESSERA_UNROLL
  for (int j = 0; j < N; ++j) store_to(turned + j * lanes, acc[j].value());
  std::fill(turned + N * lanes, turned + lanes * lanes, element_of<V>(0));
  turn_rows<V>(turned, lanes, lanes, job.c);
}

/// C = finish(A B) on `rows` rows, whole batches of them, and n columns. A and B as the job says,
/// `ahead` as in a tile.
template<class V, class Finish>
[[gnu::noinline]] void narrow_tiles_of(tile_job<element_of<V>> job, index_t rows, index_t n,
                                       index_t ahead, Finish const& out) {
  constexpr index_t lanes = lanes_of<V>;
  alignas(64) element_of<V> buffer[std::size_t(lanes * lanes)] = {};
  job.c = buffer;
  job.c_row = lanes;
  job.last_lanes = int(n);
  for (index_t i = 0; i < rows; i += lanes, job.a += lanes * job.a_row) {
    if (is_half<V>(n))
      multiply_half<V>(job.a, job.a_row, job.b, job.b_row, buffer, lanes, lanes, job.k, n);
    else if (n <= 4) narrow_tile<V, 4>(job, n, ahead);
    else narrow_tile<V, most_narrow<V>>(job, n, ahead);
    finish_tile<V>(job, lanes, 1, i, 0, out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
