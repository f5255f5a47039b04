// SPDX-License-Identifier: BSL-1.0
#pragma once
// The loops around the register tile, by their BLIS names: jc over columns, ic over rows, pc over the inner extent,
// jr and ir over the tiles of a block. pc is inside ic: an unfinished tile waits in scratch memory that stays in L2,
// never in C, so that C is written once, by the epilogue, which may itself read C.

#include <array>

#include <tessera/kernel/pack.hpp>
#include <tessera/kernel/tile.hpp>
#include <tessera/policy/blocking.hpp>
#include <tessera/storage/buffer.hpp>

namespace tessera::inline TESSERA_ISA {

/// n things in the fewest groups of at most `most`, the groups as equal as can be.
struct partition {
  index_t groups, base, longer;
  constexpr partition(index_t n, index_t most)
      : groups((n + most - 1) / most), base(groups == 0 ? 0 : n / groups), longer(groups == 0 ? 0 : n % groups) {}
  constexpr index_t begin(index_t g) const { return g * base + (g < longer ? g : longer); }
  constexpr index_t size(index_t g) const { return base + (g < longer ? 1 : 0); }
};

/// tile<V, i + 1, j + 1, Finish> at [i * NRV + j].
template<class V, int MR, int NRV, class Finish>
inline constexpr auto tiles = []<int... I>(std::integer_sequence<int, I...>) {
  return std::array<void (*)(tile_job<V> const&, Finish const&), sizeof...(I)>{
      &tile<V, I / NRV + 1, I % NRV + 1, Finish>...};
}(std::make_integer_sequence<int, MR * NRV>{});

/// C = finish(A B) by register tiles. Each element is the same chain as under `naive`.
///   A   m x k, any source; read in place where it is memory
///   B   k x n, any source; read in place where its rows are contiguous and packing would not pay
///   C   m x n, columns one element apart (batches) or any other stride (elements)
/// 2 m n k flops. Allocates at most k * nc elements of B, mc * kc of A and mc * nc sums.
template<class P, class T, class A, class B, class Finish>
void multiply_tiled(extents mn, index_t k, A const& a, B const& b, Finish const& out) {
  using block = blocking<P, T>;
  using V = typename block::vector;
  using part = chain_element<V>;
  constexpr int lanes = block::lanes, parts_in_b = block::registers_per_batch;
  if (mn.rows == 0 || mn.cols == 0) return;

  constexpr bool a_is_memory = is_memory<A> && std::is_same_v<typename A::value_type, T>;
  constexpr bool b_has_rows = [] {
    if constexpr (is_memory<B>)
      return B::col_stride == 1 && std::is_same_v<typename B::value_type, T> && reads_plain_panels<V>;
    else return false;
  }();

  partition const rows(mn.rows, block::mr), cols((mn.cols + lanes - 1) / lanes, block::nrv);
  partition const inner(k, block::kc);
  // A row panel or two do not pay for a copy of B; more of them do where B is larger than L1.
  bool const plain_b = b_has_rows && (rows.groups <= 2 || k * mn.cols * index_t(sizeof(T)) <= l1_bytes);
  bool const plain_a = a_is_memory && cols.groups <= 2;

  index_t const col_groups_at_once = std::max<index_t>(1, block::nc(k) / block::nr);
  index_t const row_groups_at_once = std::max<index_t>(1, block::mc / block::mr);
  index_t const widest = std::min(col_groups_at_once, cols.groups) * block::nrv;   // batches
  index_t const tallest = std::min(row_groups_at_once, rows.groups) * block::mr;   // rows
  buffer<part> packed_b(uninitialized, plain_b ? 0 : k * widest * lanes * parts_in_b);
  buffer<T> packed_a(uninitialized, plain_a ? 0 : tallest * std::min(k, inner.base + 1));
  buffer<part> saved(uninitialized,
                     inner.groups <= 1 ? 0 : tallest * widest * lanes * chain<V>::parts);

  tile_job<V> job{};
  for (index_t jc = 0; jc < cols.groups; jc += col_groups_at_once) {
    index_t const jc_end = std::min(jc + col_groups_at_once, cols.groups);
    index_t const first_batch = cols.begin(jc);
    if (!plain_b)
      for (index_t jr = jc; jr < jc_end; ++jr) {
        index_t const j = cols.begin(jr) * lanes, batches = cols.size(jr);
        pack_cols<V>(b, 0, k, j, std::min(batches * lanes, mn.cols - j), int(batches),
                     packed_b.data() + (cols.begin(jr) - first_batch) * lanes * parts_in_b * k);
      }
    for (index_t ic = 0; ic < rows.groups; ic += row_groups_at_once) {
      index_t const ic_end = std::min(ic + row_groups_at_once, rows.groups);
      index_t const first_row = rows.begin(ic);
      for (index_t pc = 0; pc < std::max<index_t>(inner.groups, 1); ++pc) {
        index_t const p0 = inner.begin(pc), kc = inner.groups == 0 ? 0 : inner.size(pc);
        job.k = kc;
        job.begins = pc == 0;
        job.ends = pc + 1 >= inner.groups;
        if (!plain_a)
          for (index_t ir = ic; ir < ic_end; ++ir)
            pack_rows(a, rows.begin(ir), rows.size(ir), p0, kc,
                      packed_a.data() + (rows.begin(ir) - first_row) * kc);
        part* saved_tile = saved.data();
        for (index_t jr = jc; jr < jc_end; ++jr) {
          index_t const batches = cols.size(jr);
          job.j = cols.begin(jr) * lanes;
          job.last_lanes = int(std::min<index_t>(lanes, mn.cols - job.j - (batches - 1) * lanes));
          if (!plain_b) {
            job.b_row = batches * lanes * parts_in_b;
            job.b = packed_b.data() + (cols.begin(jr) - first_batch) * lanes * parts_in_b * k + p0 * job.b_row;
          } else if constexpr (b_has_rows) {
            job.b_row = b.row;
            job.b = b.address(p0, job.j);
          }
          for (index_t ir = ic; ir < ic_end; ++ir) {
            index_t const height = rows.size(ir);
            job.i = rows.begin(ir);
            if (!plain_a) {
              job.a = packed_a.data() + (job.i - first_row) * kc;
              job.a_row = 1;
              job.a_col = height;
            } else if constexpr (a_is_memory) {
              job.a = a.address(job.i, p0);
              job.a_row = a.row;
              job.a_col = a.col;
            }
            job.saved = saved_tile;
            saved_tile += height * batches * lanes * chain<V>::parts;
            tiles<V, block::mr, block::nrv, Finish>[std::size_t((height - 1) * block::nrv + batches - 1)](
                job, out);
          }
        }
      }
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA
