// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tile and the blocks of a product, each from an inequality on registers or caches.
// Goto & van de Geijn, "Anatomy of High-Performance Matrix Multiplication", TOMS 2008; Low et al.,
// "Analytical Modeling Is Enough for High-Performance BLIS", TOMS 2016.

#include <algorithm>

#include <tessera/policy/policy.hpp>
#include <tessera/simd/chain.hpp>

namespace tessera::inline TESSERA_ISA {

/// Bytes that one core may count on. Smaller caches cost time, never correctness.
inline constexpr index_t l1_bytes = 32 * 1024, l2_bytes = 512 * 1024, l3_bytes = 4 * 1024 * 1024;

/// Lanes per `dot_inner` element: 256 bytes of them, so that four 64-byte or eight 32-byte
/// accumulators hide the latency of four cycles of two units.
template<class T>
inline constexpr int dot_lanes = sizeof(T) >= 256 ? 1 : int(256 / sizeof(T));

/// Lanes per element of a matrix times a column: 64 bytes of them. Here it is several rows that
/// hide the latency, so short rows are not mostly folding: 64 x 64 floats 2.2 times as fast as with
/// the lanes of a dot product (Zen 3).
template<class T>
inline constexpr int row_lanes = sizeof(T) >= 64 ? 1 : int(64 / sizeof(T));

/// The numbers of policy P for elements of type T.
template<class P, class T>
struct blocking {
  using vector = simd::batch<T>;
  static constexpr int lanes = simd::lanes_of<vector>;
  static constexpr int parts = simd::chain<vector>::parts;

  // mr * nrv * parts accumulators, nrv batches of B and one of A must fit: 6 x 4 + 4 + 1 of 32
  // registers, 6 x 2 + 2 + 1 of 16 (one is left for the product where it is not fused); complex 3 x
  // 2 x 4 + 2 x 2 + 2 of 32, 3 x 1 x 4 + 2 + 2 of 16.
  static constexpr int nrv = P::nr > 0             ? int((P::nr + lanes - 1) / lanes)
                             : simd::is_complex<T> ? simd::vector_registers / 16
                                                   : simd::vector_registers / 8;
  static constexpr int mr = P::mr > 0 ? int(P::mr) : simd::is_complex<T> ? 3 : 6;
  static constexpr int nr = nrv * lanes;
  static constexpr index_t bytes = index_t(sizeof(T));
  /// Is a row of a panel four lines? Then it is read, and packed, as fast from far apart. So it is
  /// with batches of 64 bytes, beside which L2 has 1 MiB or more.
  static constexpr bool has_long_rows = nr * bytes >= 256;

  // kc: a tile is saved and restored in the time of two of its steps, half a percent of 512. A
  // micro-panel of B takes no more than four times L1, and streams from L2. (Zen 4, float, 1024^3:
  // 77 % of peak with 256, 82 % with 512.)
  static constexpr index_t kc = P::kc > 0
                                    ? P::kc
                                    : std::clamp<index_t>(4 * l1_bytes / (nr * bytes), 64, 1024);
  // Where A is read in place and rows of a panel are four lines, half of L2 for it is better. (Zen
  // 4, with half of that: 600^3 4 and 1 % slower in float and double, 768^3 3 and 3, 1000^3 and
  // 1024^3 1. With a packed A 200 x 10000 x 200 is 8 % slower.)
  static constexpr index_t kc_in_place =
      P::kc > 0 || !has_long_rows ? kc : std::max(kc, l2_bytes / 2 / (nr * bytes));
  // mc: each block of rows of A reads all of B, from L3 unless B is small, 2 mc / bytes flops for
  // each of its bytes, and L3 may be far away (Granite Rapids, 1024^3 with 30 rows in place of 250:
  // 80 % of the speed in float, 65 in double). Half of L2 holds a packed block. Rows that are read
  // in place run through some panels of B at 2 bytes / nrv bytes a cycle and FMA, so that a block
  // of them may lie in L3 itself; beside a small B, where each counts, in half of L2.
  static constexpr index_t mc(index_t depth, bool in_place, bool small_b) {
    index_t const most = !in_place ? l2_bytes / (has_long_rows ? 1 : 2)
                         : small_b ? l2_bytes / 2
                                   : l3_bytes;
    index_t const rows = most / bytes / std::max<index_t>(depth, 1) / mr * mr;
    return std::max<index_t>(mr, P::mc > 0 ? P::mc : rows);
  }
  // k x nc of B stays in L3.
  static constexpr index_t nc(index_t k) {
    return P::nc > 0
               ? P::nc
               : std::max<index_t>(nr, l3_bytes / (std::max<index_t>(k, 1) * bytes) / nr * nr);
  }
};

}  // namespace tessera::inline TESSERA_ISA
