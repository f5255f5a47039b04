// SPDX-License-Identifier: BSL-1.0
#pragma once
// A product of factors that lie in a cache as a tile reads them: no blocks, and nothing is copied.

#include <tessera/kernel/partition.hpp>
#include <tessera/kernel/sweep.hpp>
#include <tessera/kernel/tiles.hpp>
#include <tessera/kernel/tiny.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// C = A B where nothing is packed: a small product costs its tiles. C is written row after row:
/// 1024 x 4 x 1024 40 % faster than column after column (Zen 4, float).
template<class Cut, class A, class B, class Finish>
[[gnu::noinline]] void multiply_in_place(index_t rows, index_t cols, index_t k, A const& a,
                                         B const& b, Finish const& out) {
  using V = typename Cut::V;
  using block = typename Cut::block;
  constexpr index_t lanes = Cut::lanes;
  if constexpr (pays_in_halves<V> && Cut::a_has_rows)
    if (cols <= lanes / 2)
      return multiply_half<V>(a.address(0, 0), a.row, b.address(0, 0), b.row,
                              out.sink.address(0, 0), out.sink.row, rows, k, cols);
  // What fits in half a batch behind the last whole one is done in halves: together with that one
  // where a tile has all its rows, so that they are read once. Fewer than four rows take as long in
  // whole batches.
  constexpr bool has_halves =
      pays_in_halves<V> && Cut::a_has_rows && !simd::has_units_of_64_bytes;
  index_t last = 0;
  if constexpr (has_halves) {
    if (rows >= 4 && cols % lanes <= lanes / 2) last = cols % lanes;
    cols -= last;
  }
  tile_job<element_of<V>> job;
  job.k = k, job.ends = true, job.from = nullptr, job.packed = nullptr;
  job.a_row = a.row, job.a_col = a.col, job.b_row = b.row, job.c_row = out.sink.row;
  auto const batches_in = [](index_t n) { return (n + lanes - 1) / lanes; };

  // One group of columns: the tiles differ in height alone.
  index_t const most = rows > 1 ? block::nrv : index_t(batches_abreast);
  if (index_t const batches = batches_in(cols); last == 0 && batches <= block::nrv) {
    auto const& calls = plain_tiles<V, block::mr, block::nrv>[std::size_t(batches - 1)];
    job.b = b.address(0, 0), job.last_lanes = int(cols - (batches - 1) * lanes);
    for (index_t i = 0, height; i < rows; i += height) {
      height = first_group(rows - i, index_t(calls.size()));
      job.a = a.address(i, 0), job.c = out.sink.address(i, 0);
      calls[std::size_t(height - 1)](job, 0, 0, {});
    }
    return;
  }

  // Whole tiles first.
  index_t const between = last > 0 ? cols - lanes : cols;  // of tiles with all rows
  index_t swept_rows = 0, swept_cols = 0;
  if constexpr (can_sweep<V, block::mr> && Cut::a_has_rows) {
    index_t const down = full_groups(rows, block::mr),
                  across = full_groups(between / lanes, block::nrv);
    if (down > 0 && across > 1) {
      swept_rows = down * block::mr, swept_cols = across * block::nr;
      for (index_t i = 0; i < swept_rows; i += block::mr)
        sweep<V, block::mr, block::nrv>(a.address(i, 0), a.row, b.address(0, 0), b.row,
                                        out.sink.address(i, 0), out.sink.row, k, across);
    }
  }
  // What is right of them and below.
  for (index_t i = 0, height; i < rows; i += height) {
    height = first_group(rows - i, block::mr);
    job.a = a.address(i, 0);
    index_t const end = height == block::mr ? between : cols;
    for (index_t j = i < swept_rows ? swept_cols : 0, batches; j < end; j += batches * lanes) {
      // A few rows cost little but calls: as few of them as can be.
      index_t const left = batches_in(end - j);
      batches = left > most && height < 4 ? most : first_group(left, most);
      job.last_lanes = int(std::min(lanes, end - j - (batches - 1) * lanes));
      job.b = b.address(0, j), job.c = out.sink.address(i, j);
      plain_tile<V, block::mr, block::nrv>(job, height, batches);
    }
    if constexpr (has_halves) {
      if (last == 0) continue;
      job.last_lanes = int(last), job.b = b.address(0, end), job.c = out.sink.address(i, end);
      if (height == block::mr) {
        tile<typename simd::half_of<V>::type, block::mr, 3, no_finish>(job, 0, 0, {});
      } else {  // all rows that are left, fewer than two tiles have
        multiply_half<V>(job.a, a.row, job.b, b.row, job.c, out.sink.row, rows - i, k, last);
        last = 0;
      }
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
