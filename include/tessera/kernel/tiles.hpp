// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tiles of every height and width, and what follows a tile that left its sums in a buffer.

#include <array>

#include <tessera/kernel/finish.hpp>
#include <tessera/kernel/narrow.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

template<class V, class Finish>
using tile_call = void (*)(tile_job<V> const&, index_t, index_t, Finish const&);

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

/// Is a tile of H rows at the edge done in two, the last row by itself? Of three batches or more
/// one row keeps the FMA units busy; without these a quarter less is compiled.
template<int MR>
constexpr bool is_split(index_t height, index_t batches) {
  return batches >= 3 && height < MR && height > 1 && height % 2 == 1;
}

/// tile<V, i + 1, j + 1> at [i * NRV + j], null where it is split.
template<class V, int MR, int NRV>
inline constexpr auto plain_tiles = []<int... I>(std::integer_sequence<int, I...>) {
  auto const call = []<int H, int W>(std::integer_sequence<int, H, W>) {
    if constexpr (is_split<MR>(H, W)) return nullptr;
    else return &tile<V, H, W, no_finish>;
  };
  return std::array<tile_call<V, no_finish>, sizeof...(I)>{
      call(std::integer_sequence<int, I / NRV + 1, I % NRV + 1>{})...};
}(std::make_integer_sequence<int, MR * NRV>{});

/// A tile that is split.
template<class V, int MR, int NRV>
[[gnu::noinline]] void split_tile(tile_job<V> const& job, index_t height, index_t batches) {
  tile_job<V> last = job;
  if (job.k > 0) last.a += (height - 1) * job.a_row;
  last.c += (height - 1) * job.c_row;
  if (job.from) last.from += (height - 1) * batches * lanes_of<V> * chain<V>::parts;
  auto const* const calls = &plain_tiles<V, MR, NRV>[std::size_t(batches - 1)];
  calls[(height - 2) * NRV](job, 0, 0, {});
  calls[0](last, 0, 0, {});
}

/// The sums of a tile, as they are.
template<class V, int MR, int NRV>
TESSERA_INLINE void plain_tile(tile_job<V> const& job, index_t height, index_t batches) {
  if (is_split<MR>(height, batches)) split_tile<V, MR, NRV>(job, height, batches);
  else plain_tiles<V, MR, NRV>[std::size_t((height - 1) * NRV + batches - 1)](job, 0, 0, {});
}

/// narrow_tile<V, 3 i + 4> at [i], for up to 10 columns.
template<class V>
inline constexpr std::array<void (*)(tile_job<V> const&, index_t, index_t), 3> narrow_tiles = {
    &narrow_tile<V, 4>, &narrow_tile<V, 7>, &narrow_tile<V, 10>};

/// The epilogue of a tile that was left in a buffer: the only store to C.
template<class V, class Finish>
void finish_tile(tile_job<V> const& job, index_t height, index_t batches, index_t i, index_t j,
                 Finish const& nest) {
  Finish const out = nest;  // a copy that no store of a batch can reach
  constexpr int lanes = lanes_of<V>;
  index_t const whole = job.last_lanes == lanes ? batches : batches - 1;
  first_lanes<V> const rest(job.last_lanes);
  auto const* row = job.c;
  for (index_t const end = i + height; i < end; ++i, row += job.c_row) {
    for (index_t v = 0; v < whole; ++v)
      out.write(load_packed<V>(row + v * packed_size<V>), i, j + v * lanes, all_lanes{});
    if (whole < batches)
      out.write(load_packed<V>(row + whole * packed_size<V>), i, j + whole * lanes, rest);
  }
}

/// C = finish(A B) on `rows` rows, whole batches of them, and n columns, by narrow tiles. A and B
/// as the job says, `ahead` as in a tile.
template<class V, class Finish>
[[gnu::noinline]] void narrow_tiles_of(tile_job<V> job, index_t rows, index_t n, index_t ahead,
                                       Finish const& out) {
  constexpr index_t lanes = lanes_of<V>;
  alignas(64) element_of<V> buffer[std::size_t(lanes * lanes)];
  job.c = buffer;
  job.c_row = lanes;
  job.last_lanes = int(n);
  for (index_t i = 0; i < rows; i += lanes, job.a += lanes * job.a_row) {
    narrow_tiles<V>[std::size_t((n - 2) / 3)](job, n, ahead);
    finish_tile(job, lanes, 1, i, 0, out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
