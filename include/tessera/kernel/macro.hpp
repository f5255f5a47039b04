// SPDX-License-Identifier: BSL-1.0
#pragma once
// The loops around the register tile, by their BLIS names: jc over columns, ic over rows, pc over
// the inner extent, jr and ir over the tiles of a block. pc is inside ic: an unfinished tile waits
// in scratch memory that stays in L2, never in C, so that C is written once, by the epilogue, which
// may itself read C.

#include <tessera/kernel/column.hpp>
#include <tessera/kernel/copied.hpp>
#include <tessera/kernel/factors.hpp>
#include <tessera/kernel/mirror.hpp>
#include <tessera/kernel/streams.hpp>
#include <tessera/kernel/tiles.hpp>
#include <tessera/kernel/tiny.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// C = finish(A B) by register tiles. Each element is the same chain as under `naive`.
///   A   m x k, any source; read in place where it is memory and copying it would not pay
///   B   k x n, any source; read in place where its rows are contiguous and copying it would not
///       pay
///   C   m x n, columns one element apart (batches) or any other stride (elements)
/// 2 m n k flops. Takes at most k * nc elements of B, mc rows of kc and two lines of A (three lines
/// of rows where A lies in columns), and mc * nc sums of the workspace.
template<class P, class T, class A, class B, class Finish>
class tiled_product : factors<P, T, A, B> {
  using base = factors<P, T, A, B>;
  using cut = typename base::cut;
  using block = typename cut::block;
  using V = typename cut::V;
  using part = chain_element<V>;
  // Elements of `part` that a batch of columns takes in a packed row, and in a saved row of a tile.
  static constexpr index_t packed_batch = packed_size<V>;
  static constexpr index_t saved_batch = cut::lanes * block::parts;
  using base::lanes, base::ws_, base::a_, base::n_, base::k_, base::cut_, base::saved_;
  using block_of_tiles = typename base::block_of_tiles;

  // A product without an epilogue is stored where it belongs by the tile itself. So is one with an
  // epilogue of a function or two: 6 % of 240 x 64 x 64, 12 % of 240 x 32 x 32 (Zen 4, float).
  static constexpr bool stores_plainly = Finish::template is_plain<T> && reads_plain_panels<V>;
  static constexpr bool finishes_in_tile =
      !stores_plainly && reads_plain_panels<V> && Finish::template is_cheap<V>;

public:
  /// Upper: only batches with an element on or above the diagonal are computed.
  tiled_product(workspace& ws, extents mn, index_t k, A const& a, B const& b, Finish const& out,
                bool upper)
      : base(ws, mn, k, a, b), out_(out), upper_(upper) {}

  void run() {
    auto const& rows = cut_.rows;
    auto const& cols = cut_.cols;
    for (index_t jc = 0; jc < cols.groups; jc += cut_.col_step) {
      index_t const jc_end = std::min(jc + cut_.col_step, cols.groups);
      if constexpr (cut::turns_rows)
        if (cut_.narrow_rows > 0) run_narrow();
      for (index_t ic = 0; ic < rows.groups; ic += cut_.row_step) {
        index_t const ic_end = std::min(ic + cut_.row_step, rows.groups);
        index_t p0 = 0;
        do {
          block_of_tiles const now{jc, jc_end, ic, ic_end, p0, std::min(cut_.depth, k_ - p0)};
          this->pack_a(now);
          run_block(now);
          p0 += now.depth;
        } while (p0 < k_);
      }
    }
  }

private:
  // What the epilogue reads comes from far away while the tile computes.
  template<class S>
  void expect_tile(S const& source, index_t height, index_t batches, index_t i, index_t j) {
    for (index_t r = 0; r < height; ++r)
      for (index_t v = 0; v < batches; ++v) prefetch(source, i + r, j + v * lanes);
  }

  // All rows that fill batches of a product with few columns. If A is far away, the next rows wait
  // in L2: 50000 x 784 x 10 a third faster, 64 x 784 x 10 5 % slower (Zen 4, float).
  void run_narrow() {
    bool const far = cut_.narrow_rows * k_ * index_t(sizeof(T)) > l2_bytes;
    tile_job<T> job{};
    job.k = k_;
    job.a = a_.address(0, 0);
    job.a_row = a_.row;
    block_of_tiles const all{0, 1, 0, 0, 0, k_};
    if (cut_.packs_b) this->pack_b(all, 0, 1);
    this->find_panel(job, all, 0);
    narrow_tiles_of<V>(job, cut_.narrow_rows, n_, far ? lanes * a_.row : 0, out_);
  }

  void run_block(block_of_tiles const& now) {
    auto const& rows = cut_.rows;
    auto const& cols = cut_.cols;
    alignas(64) part buffer[std::size_t(block::mr * block::nrv * packed_batch)];
    tile_job<T> job{};
    job.k = now.depth;
    job.ends = now.p0 + now.depth == k_;
    part* saved = saved_.data();
    part const* panel = nullptr;
    index_t width = 0, first_col = 0, found = -1;
    auto const run_tile = [&](index_t jr, index_t ir) {
      if (jr != found || ir == 1) {  // row 0 may have packed B
        width = cols.size(jr), first_col = cols.begin(jr) * lanes, found = jr;
        this->find_columns(job, now, jr, ir);
        panel = job.b;
      }
      index_t const height = rows.size(ir), i = cut_.narrow_rows + rows.begin(ir);
      // Batches of this tile that are left of the diagonal.
      index_t const skipped = upper_ && i >= first_col + lanes ? (i - first_col) / lanes : 0;
      if (skipped >= width) return;
      index_t const batches = width - skipped, j = first_col + skipped * lanes;
      if (k_ > 0) job.b = panel + skipped * packed_batch;
      this->find_rows(job, now, ir);
      // A line for every hundred cycles or so.
      ws_.awaited.ask(std::min<index_t>(job.k * batches / 16, 16));
      if constexpr (streams_of<decltype(out_.source)> > 0)
        if (job.ends) expect_tile(out_.source, height, batches, i, j);
      if constexpr (finishes_in_tile)
        if (cut_.one_block && !job.packed && height == block::mr && has_high_tile(batches))
          return high_tiles<V, Finish, block::mr, block::nrv>[std::size_t(batches - 1)](job, i, j,
                                                                                        out_);
      job.c_row = job.from_row = batches * packed_batch;
      job.from = now.p0 > 0 ? saved : nullptr;
      if (!job.ends) job.c = saved;
      else if constexpr (!stores_plainly) job.c = buffer;
      else job.c = out_.sink.address(i, j), job.c_row = out_.sink.row;
      plain_tile<V, block::mr, block::nrv>(job, height, batches);
      if (!stores_plainly && job.ends) finish_tile<V>(job, height, batches, i, j, out_);
      if (!cut_.one_block) saved += height * batches * saved_batch;
    };
    for (index_t jg = now.jc, end; jg < now.jc_end; jg = end) {
      end = std::min(jg + cut_.abreast, now.jc_end);
      for (index_t ir = now.ic; ir < now.ic_end; ++ir)
        for (index_t jr = jg; jr < end; ++jr) run_tile(jr, ir);
    }
  }

  Finish const& out_;
  bool upper_;
};

template<class P, class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_in_blocks(workspace& ws, index_t rows, index_t cols, index_t k,
                                          A const& a, B const& b, Finish const& out) {
  tiled_product<P, T, A, B, Finish>(ws, {rows, cols}, k, a, b, out, false).run();
}

/// One of these ways, each in a function of its own: the blocks save every register, which takes a
/// small product a tenth of its time. Extents arrive there as numbers: g++ writes a pair to memory
/// half by half and reads it back whole, which waits for the stores (4 ns). Factors arrive as
/// copies: those whose addresses are taken would be in memory for a tiny product, too (4^3 in
/// double 15 % slower).
template<class P, class T, class A, class B, class Finish>
TESSERA_INLINE void multiply_tiled(workspace& ws, extents mn, index_t k, A const& a, B const& b,
                                   Finish const& out) {
  using cut = tiling<P, T, A, B>;
  if constexpr (cut::has_column_tiles) {
    using V = column_batch<typename cut::V>;
    if (is_column<V>(mn, a.row))
      return multiply_column<V>(mn.rows, k, A(a), B(b), Finish(out));
  }
  if constexpr (cut::a_in_memory && cut::b_has_rows && Finish::template is_plain<T>) {
    if constexpr (has_tiny_tiles<cut, P>)
      if (is_tiny<cut>(mn, k))
        return multiply_tiny<typename cut::V>(a.data, a.row, b.data, b.row, out.sink.data,
                                              out.sink.row, mn.rows, k, mn.cols);
    if (k > 0 && mn.cols > 0 && cut::is_plain(cut::kinds, mn, k))
      return multiply_in_place<cut>(mn.rows, mn.cols, k, A(a), B(b), Finish(out));
  } else if constexpr (sums_parts<P, T, A, B, Finish>) {
    if (suits_parts<P, T>(mn, k)) return multiply_parts<P, T>(mn.rows, mn.cols, a, b, out);
  } else if constexpr (copies_factors<P, T, A, B, Finish>) {
    if (suits_copies<T>(mn, k))
      return multiply_copied<P, T>(ws, mn.rows, mn.cols, k, A(a), B(b), Finish(out));
  }
  multiply_in_blocks<P, T>(ws, mn.rows, mn.cols, k, A(a), B(b), Finish(out));
}

/// The batches of C = A B that have an element on or above the diagonal.
template<class P, class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_upper(workspace& ws, extents mn, index_t k, A const& a, B const& b,
                                      Finish const& out) {
  tiled_product<P, T, A, B, Finish>(ws, mn, k, a, b, out, true).run();
}

/// C = A B for a product that is its own transpose: the elements below the diagonal are copied.
/// About half of the flops.
template<class P, class T, class A, class B, class Finish>
void multiply_symmetric(workspace& ws, extents mn, index_t k, A const& a, B const& b,
                        Finish const& out) {
  multiply_upper<P, T>(ws, mn, k, a, b, out);
  mirror<T>(out.sink, mn.rows);
}

}  // namespace tessera::inline TESSERA_ISA::kernel
