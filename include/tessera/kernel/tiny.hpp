// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tile of products of one batch of columns of which nothing is copied. They may be some tens of
// instructions, and would wait for as many that hand over a tile's job: here all of it is in the
// registers of a call. (Zen 3, float: 4^3 1.4 times as fast, 8^3 1.3 times. Two batches gained 20 %
// at 9 columns and nothing at 16, for half as many templates again.)

#include <array>

#include <tessera/kernel/partition.hpp>
#include <tessera/kernel/tiles.hpp>
#include <tessera/policy/blocking.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// C = A B: A is H x k, B k x n, n at most a batch, or Lanes a whole one; rows of all contiguous.
/// The chains of a tile.
template<class V, int H, class Lanes = first_lanes<V>>
[[gnu::noinline]] void tiny_tile(element_of<V> const* a, index_t a_row, element_of<V> const* b,
                                 index_t b_row, element_of<V>* c, index_t c_row, index_t k,
                                 index_t n) {
  Lanes const some = [&] {
    if constexpr (std::is_same_v<Lanes, all_lanes>) return all_lanes{};
    else return Lanes(int(n));
  }();
  V acc[H];
  TESSERA_UNROLL for (int i = 0; i < H; ++i) acc[i] = V(element_of<V>(0));
  TESSERA_ROLLED for (; k > 0; --k, ++a, b += b_row) {
    V const bp = load_from<V>(b, some);
    TESSERA_UNROLL for (int i = 0; i < H; ++i) simd::accumulate(acc[i], V(a[i * a_row]), bp);
  }
  TESSERA_UNROLL for (int i = 0; i < H; ++i, c += c_row) store_to(c, acc[i], some);
}

/// tiny_tile<V, h + 1> at [h], for up to `Most` rows.
template<class V, int Most, class Lanes = first_lanes<V>>
inline constexpr auto tiny_tiles = []<int... H>(std::integer_sequence<int, H...>) {
  return std::array{&tiny_tile<V, H + 1, Lanes>...};
}(std::make_integer_sequence<int, Most>{});

/// Batches of half as many lanes where those are worth tiles of their own.
template<class V>
using tiny_batch = std::conditional_t<pays_in_halves<V>, typename simd::half_of<V>::type, V>;

/// Has a product of Cut by P such tiles, and is it made of them, one below the other? One or two:
/// more are worth a look at where B lies.
template<class Cut, class P>
inline constexpr bool has_tiny_tiles = Cut::a_has_rows && Cut::b_has_rows && has_derived_tile<P>;
template<class Cut>
constexpr bool is_tiny(extents mn, index_t k) {
  return k > 0 && mn.cols > 0 && mn.cols <= lanes_of<tiny_batch<typename Cut::V>> &&
         mn.rows <= 2 * Cut::block::mr;
}
/// Two rows for each cycle that an FMA takes.
inline constexpr int tiny_rows = 8;
/// The rows of such a tile.
constexpr index_t tiny_height(index_t rows) {
  return first_group(rows, tiny_rows);
}

/// C = A B, m x k times k x n. Four columns and up to four rows, such as everybody's 4 x 4, are
/// half a batch without a mask; more rows would be as many templates again.
template<class V, class T>
TESSERA_INLINE void multiply_tiny(T const* a, index_t a_row, T const* b, index_t b_row, T* c,
                                  index_t c_row, index_t m, index_t k, index_t n) {
  using W = tiny_batch<V>;
  using half = typename simd::half_of<W>::type;
  if constexpr (lanes_of<W> == 8 && lanes_of<half> == 4)
    if (m > 0 && m <= 4 && n == 4)
      return tiny_tiles<half, 4, all_lanes>[std::size_t(m - 1)](a, a_row, b, b_row, c, c_row, k, n);
  for (index_t height; m > 0; m -= height, a += height * a_row, c += height * c_row) {
    height = tiny_height(m);
    tiny_tiles<W, tiny_rows>[std::size_t(height - 1)](a, a_row, b, b_row, c, c_row, k, n);
  }
}

/// The same out of line, for those who compute other columns, too.
template<class V, class T>
[[gnu::noinline]] void multiply_half(T const* a, index_t a_row, T const* b, index_t b_row, T* c,
                                     index_t c_row, index_t m, index_t k, index_t n) {
  multiply_tiny<V>(a, a_row, b, b_row, c, c_row, m, k, n);
}

}  // namespace tessera::inline TESSERA_ISA::kernel
