// SPDX-License-Identifier: BSL-1.0
#pragma once
// The operands of a product, cut into blocks and packed: all of a tiled product that does not
// depend on its epilogue, so that it is compiled once for products that differ in no more.

#include <tessera/kernel/tiling.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

template<class P, class T, class A, class B>
class factors {
protected:
  using cut = tiling<P, T, A, B>;
  using block = typename cut::block;
  using V = typename cut::V;
  using part = chain_element<V>;
  static constexpr index_t lanes = cut::lanes;

  factors(workspace& ws, extents mn, index_t k, A const& a, B const& b)
      : ws_(ws), a_(a), b_(b), n_(mn.cols), k_(k), cut_(mn, k) {
    if (auto const n = cut_.packed_b_size(k)) packed_b_ = scratch<part>(ws, n);
    if (auto const n = cut_.packed_a_size()) packed_a_ = scratch<T>(ws, n);
    if (auto const n = cut_.saved_size()) saved_ = scratch<part>(ws, n);
  }

  /// Panels of columns from jc to jc_end, of rows from ic to ic_end, inner indices from p0 on.
  struct block_of_tiles {
    index_t jc, jc_end, ic, ic_end, p0, depth;
  };

  // Rows of A are packed for a block or a few, columns of B where the first panel of rows needs
  // them: so that what was packed is still in L1 or L2.
  void pack_a(block_of_tiles const& now) {
    if constexpr (!cut::a_has_rows) {  // those are not copied
      if (cut_.plain_a || k_ == 0 || now.ic % cut_.pack_step != 0) return;
      index_t const end = std::min(now.ic + cut_.pack_step, cut_.rows.groups);
      index_t const i = cut_.rows.begin(now.ic), m = cut_.rows.begin(end) - i;
      pack_rows(a_, i, m, now.p0, now.depth, packed_a_.data(), packed_row<T>(now.depth));
    }
  }
  void pack_b(block_of_tiles const& now, index_t jr, index_t jr_end) {
    if constexpr (!is_packed<B>)
      pack_panels<V>(b_, now.p0, now.depth, n_, cut_.cols, jr, jr_end, rows_of_panel(now),
                     panel_begin(now, jr));
  }

  /// Panel jr of B for a tile of row ir, which is packed first if that is the first row, or left to
  /// the tile. Out of line: it is the same for most tiles of a block.
  [[gnu::noinline]] void find_columns(tile_job<T>& job, block_of_tiles const& now, index_t jr,
                                      index_t ir) {
    index_t const width = cut_.cols.size(jr);
    job.last_lanes = int(std::min(lanes, n_ - (cut_.cols.begin(jr) + width - 1) * lanes));
    bool const packs = ir == 0 && cut_.packs_b;
    if (packs && packs_in_tile() && width == block::nrv && cut_.rows.size(ir) == block::mr) {
      find_plain_panel(job, now, jr);
      job.packed = packed_panel(now, jr);
      return;
    }
    job.packed = nullptr;
    if (packs && packs_in_tile()) pack_b(now, jr, jr + 1);
    else if (packs && (jr - now.jc) % columns_abreast == 0)
      pack_b(now, jr, std::min(jr + columns_abreast, now.jc_end));
    find_panel(job, now, jr);
  }

  // Rows p0 and on of panel jr of B, where panel jc is the first that is packed.
  void find_panel(tile_job<T>& job, block_of_tiles const& now, index_t jr) {
    job.b_row = cut_.cols.size(jr) * packed_size<V>;
    if constexpr (is_packed<B>) {
      job.b = b_.data + panel_offset<V>(cut_.cols, 0, jr, k_) + now.p0 * job.b_row;
    } else if (!cut_.plain_b) {
      job.b = packed_panel(now, jr);
    } else {
      find_plain_panel(job, now, jr);
    }
  }

  // Inner indices p0 and on of panel ir of A, where panels from ic on are packed.
  void find_rows(tile_job<T>& job, block_of_tiles const& now, index_t ir) {
    auto const& rows = cut_.rows;
    if (!cut::a_has_rows && !cut_.plain_a) {
      job.a_row = packed_row<T>(now.depth);
      job.a_col = 1;
      index_t const first = rows.begin(now.ic / cut_.pack_step * cut_.pack_step);
      if (k_ > 0) job.a = packed_a_.data() + (rows.begin(ir) - first) * job.a_row;
    } else if constexpr (cut::a_in_memory) {
      job.a_row = a_.row;
      job.a_col = a_.col;
      if (k_ > 0) job.a = a_.address(cut_.narrow_rows + rows.begin(ir), now.p0);
    }
  }

private:
  panel_rows rows_of_panel(block_of_tiles const& now) const {
    if (cut_.forgets_b) return {now.depth, 0};
    return {k_, now.p0};
  }
  // Panels that are forgotten take the places of those before them.
  part* panel_begin(block_of_tiles const& now, index_t jr) {
    index_t const first = cut_.forgets_b ? jr - (jr - now.jc) % columns_abreast : now.jc;
    return packed_b_.data() + panel_offset<V>(cut_.cols, first, jr, rows_of_panel(now).all);
  }
  part* packed_panel(block_of_tiles const& now, index_t jr) {
    return panel_begin(now, jr) + rows_of_panel(now).before * cut_.cols.size(jr) * packed_size<V>;
  }
  void find_plain_panel(tile_job<T>& job, block_of_tiles const& now, index_t jr) const {
    if constexpr (cut::b_has_rows) {
      job.b_row = b_.row;
      if (k_ > 0) job.b = b_.address(now.p0, cut_.cols.begin(jr) * lanes);
    }
  }

  // Is a panel of B packed by the first tile that reads it, at a third of that tile's time? Not
  // where two rows of B are on two pages, a panel takes as many as it has rows, and a row of it is
  // a line or two. (Zen 3, in double: 256^3 1.5 % faster, 64 x 784 x 128 5 %; 512^3, 128 x 1024 x
  // 1024 8 and 17 % slower. Zen 4, four lines: 64 x 1024 x 1024 6 %, 128 x 1024 x 1024 3 % faster.)
  bool packs_in_tile() const {
    if constexpr (cut::b_has_rows) return block::has_long_rows || b_.row * block::bytes <= 2048;
    else return false;
  }

protected:
  workspace& ws_;
  A const& a_;
  B const& b_;
  index_t n_, k_;
  cut cut_;
  scratch<part> packed_b_, saved_;
  scratch<T> packed_a_;
};

}  // namespace tessera::inline TESSERA_ISA::kernel
