// SPDX-License-Identifier: BSL-1.0
#pragma once
// The loops around the register tile, by their BLIS names: jc over columns, ic over rows, pc over
// the inner extent, jr and ir over the tiles of a block. pc is inside ic: an unfinished tile waits
// in scratch memory that stays in L2, never in C, so that C is written once, by the epilogue, which
// may itself read C.

#include <array>

#include <tessera/kernel/pack.hpp>
#include <tessera/kernel/streams.hpp>
#include <tessera/kernel/tile.hpp>
#include <tessera/policy/blocking.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// tile<V, i + 1, j + 1> at [i * NRV + j].
template<class V, int MR, int NRV>
inline constexpr auto tiles = []<int... I>(std::integer_sequence<int, I...>) {
  return std::array<void (*)(tile_job<V> const&), sizeof...(I)>{
      &tile<V, I / NRV + 1, I % NRV + 1>...};
}(std::make_integer_sequence<int, MR * NRV>{});

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

/// C = finish(A B) by register tiles. Each element is the same chain as under `naive`.
///   A   m x k, any source; read in place where it is memory and copying it would not pay
///   B   k x n, any source; read in place where its rows are contiguous and copying it would not
///   pay C   m x n, columns one element apart (batches) or any other stride (elements)
/// 2 m n k flops. Takes at most k * nc elements of B, mc * kc of A and mc * nc sums of
/// the workspace.
template<class P, class T, class A, class B, class Finish>
class tiled_product {
  using block = blocking<P, T>;
  using V = typename block::vector;
  using part = chain_element<V>;
  static constexpr index_t lanes = block::lanes;
  // Elements of `part` that a batch of columns takes in a packed row, and in a saved row of a tile.
  static constexpr index_t packed_batch = packed_size<V>;
  static constexpr index_t saved_batch = lanes * block::parts;
  static constexpr bool a_in_memory = is_memory<A> && std::is_same_v<typename A::value_type, T>;
  // Rows of A are read along, MR at a time, as well where they lie as from a copy.
  static constexpr bool a_has_rows = [] {
    if constexpr (a_in_memory) return A::col_stride == 1;
    else return false;
  }();
  static constexpr bool b_has_rows = [] {
    if constexpr (is_memory<B>)
      return B::col_stride == 1 && std::is_same_v<typename B::value_type, T> &&
             reads_plain_panels<V>;
    else return false;
  }();

  // A product without an epilogue is stored where it belongs by the tile itself.
  static constexpr bool stores_plainly = Finish::template is_plain<T> && reads_plain_panels<V>;

public:
  /// Upper: only tiles with an element on or above the diagonal are computed.
  tiled_product(workspace& ws, extents mn, index_t k, A const& a, B const& b, Finish const& out,
                bool upper)
      : a_(a),
        b_(b),
        out_(out),
        n_(mn.cols),
        k_(k),
        rows_(mn.rows, block::mr),
        cols_((mn.cols + lanes - 1) / lanes, block::nrv),
        inner_(k, block::kc),
        // One or two panels of rows do not pay for a copy of B; more do where B is larger than L1.
        upper_(upper),
        plain_b_(b_has_rows && (rows_.groups <= 2 || k * mn.cols * index_t(sizeof(T)) <= l1_bytes)),
        plain_a_(a_has_rows || (a_in_memory && cols_.groups <= 2)),
        col_step_(is_packed<B> ? std::max<index_t>(1, cols_.groups)
                               : std::max<index_t>(1, block::nc(k) / block::nr)),
        row_step_(std::max<index_t>(1, block::mc / block::mr)) {
    index_t const batches = std::min(col_step_, cols_.groups) * block::nrv;
    index_t const height = std::min(row_step_, rows_.groups) * block::mr;
    if (!plain_b_ && !is_packed<B>) packed_b_ = scratch<part>(ws, k * batches * packed_batch);
    if (!plain_a_) packed_a_ = scratch<T>(ws, height * std::min(k, inner_.base + 1));
    if (inner_.groups > 1) saved_ = scratch<part>(ws, height * batches * saved_batch);
  }

  void run() {
    for (index_t jc = 0; jc < cols_.groups; jc += col_step_) {
      index_t const jc_end = std::min(jc + col_step_, cols_.groups);
      if constexpr (!is_packed<B>)
        if (!plain_b_) pack_panels<V>(b_, k_, n_, cols_, jc, jc_end, packed_b_.data());
      for (index_t ic = 0; ic < rows_.groups; ic += row_step_) {
        index_t const ic_end = std::min(ic + row_step_, rows_.groups);
        for (index_t pc = 0; pc < std::max<index_t>(inner_.groups, 1); ++pc) {
          if (!plain_a_ && k_ > 0) pack_a(ic, ic_end, pc);
          run_block(jc, jc_end, ic, ic_end, pc);
        }
      }
    }
  }

private:
  index_t depth(index_t pc) const { return inner_.groups == 0 ? 0 : inner_.size(pc); }

  // Panels of rows that are packed side by side: where A lies in columns, several, so that whole
  // lines are copied. Packed one by one they made transpose(A) * B 3 % slower at 256^3.
  static constexpr index_t abreast = has_columns<T, A> ? 8 : 1;
  index_t first_abreast(index_t ic, index_t ir) const { return ic + (ir - ic) / abreast * abreast; }
  index_t rows_abreast(index_t first, index_t ic_end) const {
    return rows_.begin(std::min(first + abreast, ic_end)) - rows_.begin(first);
  }
  T* packed_rows(index_t ic, index_t ir, index_t pc) {
    return packed_a_.data() + (rows_.begin(ir) - rows_.begin(ic)) * depth(pc);
  }

  void pack_a(index_t ic, index_t ic_end, index_t pc) {
    for (index_t ir = ic; ir < ic_end; ir += abreast)
      if constexpr (has_columns<T, A>)
        pack_by_columns(a_, rows_.begin(ir), rows_abreast(ir, ic_end), inner_.begin(pc), depth(pc),
                        packed_rows(ic, ir, pc));
      else
        pack_rows(a_, rows_.begin(ir), rows_.size(ir), inner_.begin(pc), depth(pc),
                  packed_rows(ic, ir, pc), depth(pc));
  }

  // What the epilogue reads comes from far away while the tile computes.
  template<class S>
  void expect_tile(S const& source, index_t height, index_t batches, index_t i, index_t j) {
    for (index_t r = 0; r < height; ++r)
      for (index_t v = 0; v < batches; ++v) prefetch(source, i + r, j + v * lanes);
  }

  void run_block(index_t jc, index_t jc_end, index_t ic, index_t ic_end, index_t pc) {
    index_t const p0 = inner_.begin(pc);
    alignas(64) part buffer[std::size_t(block::mr * block::nrv * packed_batch)];
    tile_job<V> job{};
    job.k = depth(pc);
    job.begins = pc == 0;
    job.ends = pc + 1 >= inner_.groups;
    job.saved = saved_.data();
    for (index_t jr = jc; jr < jc_end; ++jr) {
      index_t const batches = cols_.size(jr), j = cols_.begin(jr) * lanes;
      job.last_lanes = int(std::min(lanes, n_ - j - (batches - 1) * lanes));
      if constexpr (is_packed<B>) {
        job.b_row = batches * packed_batch;
        job.b = b_.data + panel_offset<V>(cols_, 0, jr, k_) + p0 * job.b_row;
      } else if (!plain_b_) {
        job.b_row = batches * packed_batch;
        job.b = packed_b_.data() + panel_offset<V>(cols_, jc, jr, k_) + p0 * job.b_row;
      } else if constexpr (b_has_rows) {
        job.b_row = b_.row;
        if (k_ > 0) job.b = b_.address(p0, j);
      }
      for (index_t ir = ic; ir < ic_end; ++ir) {
        index_t const height = rows_.size(ir), i = rows_.begin(ir);
        if (upper_ && i >= j + batches * lanes) continue;
        if (!plain_a_) {
          index_t const first = first_abreast(ic, ir);
          job.a_row = packs_along_rows<A> ? job.k : 1;
          job.a_col = packs_along_rows<A> ? 1 : rows_abreast(first, ic_end);
          if (k_ > 0) job.a = packed_rows(ic, first, pc) + (i - rows_.begin(first));
        } else if constexpr (a_in_memory) {
          job.a_row = a_.row;
          job.a_col = a_.col;
          if (k_ > 0) job.a = a_.address(i, p0);
        }
        if constexpr (stores_plainly) {
          job.c = out_.sink.address(i, j);
          job.c_row = out_.sink.row;
        } else {
          job.c = buffer;
          job.c_row = batches * packed_batch;
        }
        if constexpr (streams_of<decltype(out_.source)> > 0)
          if (job.ends) expect_tile(out_.source, height, batches, i, j);
        tiles<V, block::mr, block::nrv>[std::size_t((height - 1) * block::nrv + batches - 1)](job);
        if (!stores_plainly && job.ends) finish_tile(job, height, batches, i, j, out_);
        if (inner_.groups > 1) job.saved += height * batches * saved_batch;
      }
    }
  }

  A const& a_;
  B const& b_;
  Finish const& out_;
  index_t n_, k_;
  partition rows_, cols_,
      inner_;  // groups of MR rows, of NRV batches of columns, of KC inner indices
  bool upper_, plain_b_, plain_a_;
  index_t col_step_, row_step_;  // NC and MC, in groups
  scratch<part> packed_b_, saved_;
  scratch<T> packed_a_;
};

template<class P, class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_tiled(workspace& ws, extents mn, index_t k, A const& a, B const& b,
                                      Finish const& out) {
  tiled_product<P, T, A, B, Finish>(ws, mn, k, a, b, out, false).run();
}

/// C = A B for a product that is its own transpose: the tiles above the diagonal are computed, the
/// elements below it copied. About half of the flops.
template<class P, class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_symmetric(workspace& ws, extents mn, index_t k, A const& a,
                                          B const& b, Finish const& out) {
  tiled_product<P, T, A, B, Finish>(ws, mn, k, a, b, out, true).run();
  constexpr index_t block = 16;  // a line of floats each way
  for (index_t i0 = 0; i0 < mn.rows; i0 += block)
    for (index_t j0 = 0; j0 <= i0; j0 += block)
      for (index_t i = i0; i < std::min(i0 + block, mn.rows); ++i)
        for (index_t j = j0; j < std::min(j0 + block, i); ++j)
          *out.sink.address(i, j) = *out.sink.address(j, i);
}

}  // namespace tessera::inline TESSERA_ISA::kernel
