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

  factors(workspace& ws, extents mn, index_t k, A const& a, B const& b)
      : a_(a), b_(b), n_(mn.cols), k_(k), cut_(mn, k) {
    if (auto const n = cut_.packed_b_size(k)) packed_b_ = scratch<part>(ws, n);
    if (auto const n = cut_.packed_a_size()) packed_a_ = scratch<T>(ws, n);
    if (auto const n = cut_.saved_size()) saved_ = scratch<part>(ws, n);
  }

  // The part of panels jr to jr_end that find_panel finds, where panel jc is the first. Block by
  // block as they are needed, so that what was packed is still in L1 or L2.
  void pack_b(index_t jc, index_t jr, index_t jr_end, index_t p0, index_t depth) {
    if constexpr (!is_packed<B>)
      pack_panels<V>(b_, p0, depth, {k_, n_}, cut_.cols, jr, jr_end, packed_panel(jc, jr, 0));
  }
  part* packed_panel(index_t jc, index_t jr, index_t p0) {
    return packed_b_.data() + panel_offset<V>(cut_.cols, jc, jr, k_) +
           p0 * cut_.cols.size(jr) * packed_size<V>;
  }

  void pack_a(index_t ic, index_t ic_end, index_t p0, index_t depth) {
    pack_block(a_, cut_.rows, ic, ic_end, p0, depth, packed_a_.data());
  }

  // Rows p0 and on of panel jr of B, where panel jc is the first that is packed.
  void find_panel(tile_job<T>& job, index_t jc, index_t jr, index_t p0) {
    job.b_row = cut_.cols.size(jr) * packed_size<V>;
    if constexpr (is_packed<B>) {
      job.b = b_.data + panel_offset<V>(cut_.cols, 0, jr, k_) + p0 * job.b_row;
    } else if (!cut_.plain_b) {
      job.b = packed_panel(jc, jr, p0);
    } else {
      find_plain_panel(job, jr, p0);
    }
  }
  void find_plain_panel(tile_job<T>& job, index_t jr, index_t p0) const {
    if constexpr (cut::b_has_rows) {
      job.b_row = b_.row;
      if (k_ > 0) job.b = b_.address(p0, cut_.cols.begin(jr) * cut::lanes);
    }
  }

  // Is a panel of B packed by the first tile that reads it, at a third of that tile's time? Not
  // where two rows of B are on two pages: a panel takes as many as it has rows. (Zen 3, in double:
  // 256^3 1.5 % faster, 64 x 784 x 128 5 %; 512^3, 128 x 1024 x 1024 8 and 17 % slower.)
  bool packs_in_tile() const {
    if constexpr (cut::b_has_rows) return b_.row * index_t(sizeof(T)) <= 2048;
    else return false;
  }

  // A tile of full height and width that leaves the panel of the job packed.
  void multiply_and_pack(tile_job<T> job, index_t jc, index_t jr, index_t p0) {
    if constexpr (cut::b_has_rows) {
      find_plain_panel(job, jr, p0);
      job.packed = packed_panel(jc, jr, p0);
      tile<V, block::mr, block::nrv, no_finish, true>(job, 0, 0, {});
    }
  }

  // Columns p0 and on of panel ir of A, where panels from ic on are packed, `depth` columns.
  void find_rows(tile_job<T>& job, index_t ic, index_t ir, index_t p0, index_t depth) {
    auto const& rows = cut_.rows;
    if (!cut_.plain_a) {
      job.a_row = packs_along_rows<A> ? depth : 1;
      job.a_col = packs_along_rows<A> ? 1 : rows.size(ir);
      if (k_ > 0) job.a = packed_a_.data() + (rows.begin(ir) - rows.begin(ic)) * depth;
    } else if constexpr (cut::a_in_memory) {
      job.a_row = a_.row;
      job.a_col = a_.col;
      if (k_ > 0) job.a = a_.address(cut_.narrow_rows + rows.begin(ir), p0);
    }
  }

  A const& a_;
  B const& b_;
  index_t n_, k_;
  cut cut_;
  scratch<part> packed_b_, saved_;
  scratch<T> packed_a_;
};

}  // namespace tessera::inline TESSERA_ISA::kernel
