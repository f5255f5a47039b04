// SPDX-License-Identifier: BSL-1.0
#pragma once
// How a product is cut into blocks and tiles, and what of it is copied.

#include <tessera/kernel/narrow.hpp>
#include <tessera/kernel/pack.hpp>
#include <tessera/policy/blocking.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// What a tiling knows of its operands. A and B are sources.
struct operand_kinds {
  bool a_in_memory = false, a_has_rows = false, a_has_columns = false, b_has_rows = false;
  bool b_is_packed = false;
  bool turns_rows = false;  // narrow tiles may take rows of A
};

/// Both factors lie as a tile reads them.
inline constexpr operand_kinds rows_in_memory{
    .a_in_memory = true, .a_has_rows = true, .b_has_rows = true};

/// What is read where it lies.
struct placing {
  index_t narrow_rows;    // of A, by tiles of their own, in front of the others
  bool plain_a, plain_b;  // not copied
  bool small_b;           // stays in L2
  index_t across;         // batches of the widest tile

  constexpr bool near_b() const { return plain_b && small_b; }
};

/// C = A B, of elements of T, by policy P. Compiled once for all kinds of operands.
template<class P, class T>
struct tiling_of : placing {
  using block = blocking<P, T>;
  using V = typename block::vector;
  static constexpr index_t lanes = block::lanes;

  // Rows of A that are read along MR at a time, and few columns, do not pay for a copy of A. One or
  // two panels of rows do not pay for a copy of B; more do where B takes more than a quarter of L2.
  // (Zen 4, float: 96^3 97 % of peak and not 90. Zen 3, with half of L2 in place of a quarter:
  // 192^3 in double 72 % of peak and not 80, 128 x 128 x 512 in float 73 and not 83.)
  // Panels of long rows are read from L2 as fast as a copy: all of it, twice as much for few rows
  // of A. (Zen 4, with all of L2 in place of a quarter: 192^3 to 300^3 1 to 2 % faster, 64 x 784 x
  // 128 3 %; with twice as much 10000 x 784 x 128 in double 9 % slower.)
  static constexpr index_t near_bytes(index_t m) {
    if (m == 1) return 2 * l2_bytes;
    return !block::has_long_rows ? l2_bytes / 4 : m <= 128 ? 2 * l2_bytes : l2_bytes;
  }
  static constexpr placing place(operand_kinds of, extents mn, index_t k) {
    bool const narrow = of.turns_rows && is_narrow<V>(mn.cols, k),
               small = is_small(mn, k, near_bytes(mn.rows));
    index_t const narrow_rows = narrow ? multiple_of<lanes>(mn.rows) : 0;
    bool const plain_b = of.b_has_rows && (narrow_rows > 0 || mn.rows <= 2 * block::mr || small);
    // One row takes more columns than others: 256 x 256 in float by AVX2 3.5 times as fast (Zen 4).
    constexpr bool derived = has_derived_tile<P> && reads_plain_panels<V>;
    static_assert(!derived || block::mr * block::nrv >= batches_abreast, "room for its sums");
    return {narrow_rows, of.a_has_rows || (of.a_in_memory && mn.cols <= 2 * block::nr), plain_b,
            small,
            derived && plain_b && mn.rows == 1 ? index_t(batches_abreast) : index_t(block::nrv)};
  }
  static constexpr bool is_small(extents mn, index_t k, index_t most) {
    return k * mn.cols * index_t(sizeof(T)) <= most;
  }
  /// KC. All of k where nothing is copied and B is near, unless the policy says otherwise: nothing
  /// waits for the next block then. What is streamed is read some rows at a time, from end to end:
  /// down 1024 rows, each on a page of its own, it comes at half the speed. For one row of A fewer:
  /// there is nothing to do meanwhile (Zen 4, by AVX2, 1 x 2048 x 2048 twice as fast in sixteens).
  static constexpr index_t depth_of(placing const& at, index_t m, index_t k) {
    if (P::kc > 0) return equal_steps(k, P::kc);
    if (at.plain_a && at.near_b()) return k;
    bool const streamed = at.plain_b && !at.small_b && at.narrow_rows == 0;
    if (streamed) return equal_steps(k, m == 1 ? 16 : 32);
    return equal_steps(k, at.plain_a ? block::kc_in_place : block::kc);
  }
  /// Is nothing copied, and all of k one block?
  static constexpr bool is_plain(operand_kinds of, extents mn, index_t k) {
    auto const at = place(of, mn, k);
    return at.plain_a && at.near_b() && (at.narrow_rows == 0 || is_half<V>(mn.cols)) &&
           (P::kc == 0 || k <= P::kc);
  }

  partition rows, cols;    // groups of MR rows, and of NRV batches of columns
  index_t depth;           // KC: inner indices of a block
  bool one_block;          // k <= KC
  bool packs_b;
  index_t col_step;        // NC, in groups
  index_t abreast;         // panels of columns that a panel of rows meets before the next one
  index_t row_step;        // MC, in groups
  index_t pack_step = 0;   // groups of rows of A that are packed together
  bool forgets_b = false;  // what is packed of B is read by one block of rows

  [[gnu::noinline]] constexpr tiling_of(operand_kinds of, extents mn, index_t k)
      : placing(place(of, mn, k)),
        rows(mn.rows - narrow_rows, block::mr),
        cols((mn.cols + lanes - 1) / lanes, across),
        depth(depth_of(*this, mn.rows, k)),
        one_block(k <= depth),
        packs_b(!plain_b && !of.b_is_packed),
        col_step(of.b_is_packed || cols.groups <= 1
                     ? std::max<index_t>(1, cols.groups)
                     : std::max<index_t>(1, block::nc(k) / block::nr)),
        abreast(panels_abreast(mn, k)),
        row_step(equal_steps(rows.groups,
                             block::mc(depth, plain_a, is_small(mn, k, 7 * l2_bytes / 4)) /
                                 block::mr)) {
    // A panel of B that one block of rows reads is packed, multiplied and forgotten.
    forgets_b = packs_b && !by_rows(mn, k) && narrow_rows == 0 && row_step == rows.groups;
    pack_step = of.a_has_columns && one_block ? row_step * blocks_in_lines() : row_step;
  }

  // Elements that are taken of the workspace.
  constexpr index_t height() const { return std::min(row_step, rows.groups) * block::mr; }
  constexpr index_t batches() const { return std::min(col_step, cols.groups) * across; }
  constexpr index_t packed_b_size(index_t k) const {
    if (!packs_b) return 0;
    return (forgets_b ? depth * std::min(batches(), columns_abreast * across) : k * batches()) *
           packed_size<V>;
  }
  constexpr index_t packed_a_size() const {
    return plain_a ? 0 : std::min(pack_step, rows.groups) * block::mr * packed_row<T>(depth);
  }
  constexpr index_t saved_size() const {
    return one_block ? 0 : height() * batches() * lanes * block::parts;
  }

private:
  // All columns of a panel of rows before the next one: where all of B is near, C is written row
  // after row.
  constexpr bool by_rows(extents mn, index_t k) const {
    return near_b() || (one_block && is_small(mn, k, l1_bytes / 2));
  }
  // So many that L2 holds them, and as many as are packed together at most, which a power of two
  // divides: A is read that much less often (Granite Rapids: 384^3 to 2048^3 3 to 8 % faster than
  // one by one). One that L1 holds, or nearly, stays alone if A is near (by AVX2, 64 x 784 x 128
  // and 512^3 in float 5 % faster than by fours, 1024^3 4 % slower, in double 15 %).
  constexpr index_t panels_abreast(extents mn, index_t k) const {
    if (by_rows(mn, k)) return col_step;
    index_t const a_bytes = rows.begin(rows.groups) * depth * block::bytes;
    if (!block::has_long_rows && a_bytes <= 2 * l2_bytes) return 1;
    index_t most = columns_abreast;
    while (most > 1 && most * depth * block::nr * block::bytes > l2_bytes) most /= 2;
    return most;
  }
  // Blocks of rows in three lines of a column of A, which may be far away: a block alone would
  // fetch lines for a part of each. (Zen 3, double: a block of A' takes 12 rows of 1024^3.)
  constexpr index_t blocks_in_lines() const {
    index_t const height = std::max<index_t>(1, row_step * block::mr);
    return std::max<index_t>(1, 3 * 64 / index_t(sizeof(T)) / height);
  }
};

template<class P, class T, class A, class B>
struct tiling : tiling_of<P, T> {
  using V = typename tiling_of<P, T>::V;

  static constexpr bool a_in_memory = is_memory<A> && std::is_same_v<typename A::value_type, T>;
  static constexpr bool a_has_rows = has_rows<T, A>;
  static constexpr bool b_has_rows = has_rows<T, B> && reads_plain_panels<V>;
  // None where the policy names its own tile.
  static constexpr bool turns_rows =
      a_has_rows && simd::turns_in_registers<V> && most_narrow<V> > 0 && has_derived_tile<P>;
  static constexpr operand_kinds kinds{a_in_memory, a_has_rows,   has_columns<T, A>,
                                       b_has_rows,  is_packed<B>, turns_rows};

  /// One column of rows that are turned over, if it turns out to be one.
  static constexpr bool has_column_tiles =
      a_has_rows && has_rows<T, B> && simd::turns_in_registers<V> && has_derived_tile<P>;

  constexpr tiling(extents mn, index_t k) : tiling_of<P, T>(kinds, mn, k) {}
};

}  // namespace tessera::inline TESSERA_ISA::kernel
