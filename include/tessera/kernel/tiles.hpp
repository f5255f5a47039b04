// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tiles of every height and width, and what follows a tile that left its sums in a buffer.

#include <array>

#include <tessera/kernel/finish.hpp>
#include <tessera/kernel/tile.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

template<class V, class Finish>
using tile_call = void (*)(tile_job<element_of<V>> const&, index_t, index_t, Finish const&);

/// Is an epilogue compiled into tiles of so many batches? Three are rare.
constexpr bool has_high_tile(index_t batches) {
  return batches != 3;
}

/// tile<V, MR, j + 1, Finish> at [j], null where there is none.
template<class V, class Finish, int MR, int NRV>
inline constexpr auto high_tiles = []<int... J>(std::integer_sequence<int, J...>) {
  auto const call = []<int W>(std::integer_sequence<int, W>) {
    if constexpr (has_high_tile(W)) return &tile<V, MR, W, Finish>;
    else return nullptr;
  };
  return std::array<tile_call<V, Finish>, sizeof...(J)>{
      call(std::integer_sequence<int, J + 1>{})...};
}(std::make_integer_sequence<int, NRV>{});

/// Are batches of half as many lanes worth tiles of their own? Where two fit into the time of one.
template<class V>
inline constexpr bool pays_in_halves =
    sizeof(V) == 64 && reads_plain_panels<V> && sizeof(element_of<V>) >= 4;

/// A tile at the edge in two, side by side, so that each line of B is read once.
template<class V, int H, int W>
[[gnu::noinline]] void split_tile(tile_job<element_of<V>> const& job, index_t, index_t,
                                  no_finish const&) {
  auto part = job;
  part.last_lanes = lanes_of<V>;
  tile<V, H, 2>(part, 0, 0, no_finish{});
  part.last_lanes = job.last_lanes;
  if (part.k > 0) part.b += 2 * lanes_of<V>;
  if (part.from) part.from += 2 * lanes_of<V>;
  part.c += 2 * lanes_of<V>;
  tile<V, H, W - 2>(part, 0, 0, no_finish{});
}

/// Three of four batches are rare: but for two heights they are split, for less to compile.
template<class V, int H, int W, int MR>
inline constexpr bool is_split = are_sums<V> && sizeof(V) == 64 && W == 3 && H < MR && H != 4;

/// A tile that may pack. Where registers are short one that does is compiled apart: together its
/// pointer would push others out (x86-64-v3, 256^3 in float at 82 % of peak and not 96).
template<class V, int H, int W>
[[gnu::noinline]] void packing_tile(tile_job<element_of<V>> const& job, index_t, index_t,
                                    no_finish const& none) {
  if (job.packed) tile<V, H, W, no_finish, true>(job, 0, 0, none);
  else tile<V, H, W, no_finish>(job, 0, 0, none);
}

/// tile<V, h + 1, W> at [h], for the heights up to MR. The largest one can pack.
template<class V, int W, int MR, int NRV>
inline constexpr auto tiles_of_width = []<int... I>(std::integer_sequence<int, I...>) {
  auto const call = []<int H>(std::integer_sequence<int, H>) {
    if constexpr (is_split<V, H, W, MR>) return &split_tile<V, H, W>;
    else if constexpr (!are_sums<V> || H < MR || W < NRV) return &tile<V, H, W, no_finish>;
    else if constexpr (simd::is_short_of_registers<V>) return &packing_tile<V, H, W>;
    else return &tile<V, H, W, no_finish, true>;
  };
  return std::array<tile_call<V, no_finish>, sizeof...(I)>{
      call(std::integer_sequence<int, I + 1>{})...};
}(std::make_integer_sequence<int, MR>{});

/// tiles_of_width<V, w + 1, MR, NRV> at [w].
template<class V, int MR, int NRV>
inline constexpr auto plain_tiles = []<int... J>(std::integer_sequence<int, J...>) {
  using heights = std::array<tile_call<V, no_finish>, std::size_t(MR)>;
  return std::array<heights, sizeof...(J)>{tiles_of_width<V, J + 1, MR, NRV>...};
}(std::make_integer_sequence<int, NRV>{});

/// Batches of one row that are summed side by side: each waits four cycles for itself.
inline constexpr int batches_abreast = 8;

/// A tile of one row and up to so many batches, two or more. Where there are fewer the first one is
/// summed again meanwhile: that takes no longer.
template<class V>
[[gnu::noinline]] void row_tile(tile_job<element_of<V>> const& job, index_t batches) {
  constexpr int last = batches_abreast - 1;
  first_lanes<V> const rest(job.last_lanes);
  index_t at[batches_abreast];
  V acc[batches_abreast];
  TESSERA_UNROLL for (int j = 0; j <= last; ++j) {
    at[j] = (j == last ? batches - 1 : j + 1 < batches ? j : 0) * lanes_of<V>;
    acc[j] = job.from ? load_from<V>(job.from + at[j]) : V(element_of<V>(0));
  }
  auto const *a = job.a, *b = job.b;
  index_t const a_col = job.a_col, b_row = job.b_row;
  TESSERA_ROLLED for (index_t k = job.k; k > 0; --k, a += a_col, b += b_row) {
    V const x(*a);
    TESSERA_UNROLL for (int j = 0; j < last; ++j)
      simd::accumulate(acc[j], x, load_from<V>(b + at[j]));
    simd::accumulate(acc[last], x, load_from<V>(b + at[last], rest));
  }
  TESSERA_UNROLL for (int j = 0; j < last; ++j)
    if (j + 1 < batches) store_to(job.c + at[j], acc[j]);
  store_to(job.c + at[last], acc[last], rest);
}

/// The sums of a tile, as they are.
template<class V, int MR, int NRV>
TESSERA_INLINE void plain_tile(tile_job<element_of<V>> const& job, index_t height,
                               index_t batches) {
  if constexpr (are_sums<V> && NRV < batches_abreast)
    if (batches > NRV) return row_tile<V>(job, batches);
  plain_tiles<V, MR, NRV>[std::size_t(batches - 1)][std::size_t(height - 1)](job, 0, 0, {});
}

/// The epilogue of a tile that was left in a buffer: the only store to C.
template<class V, class Finish>
void finish_tile(tile_job<element_of<V>> const& job, index_t height, index_t batches, index_t i,
                 index_t j, Finish const& nest) {
  Finish const out = nest;  // a copy that no store of a batch can reach
  constexpr int lanes = lanes_of<V>;
  index_t const whole = job.last_lanes == lanes ? batches : batches - 1;
  using S = chain_value<V>;
  first_lanes<S> const rest(job.last_lanes);
  auto const* row = job.c;
  for (index_t const end = i + height; i < end; ++i, row += job.c_row) {
    for (index_t v = 0; v < whole; ++v)
      out.write(load_packed<S>(row + v * packed_size<V>), i, j + v * lanes, all_lanes{});
    if (whole < batches)
      out.write(load_packed<S>(row + whole * packed_size<V>), i, j + whole * lanes, rest);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
