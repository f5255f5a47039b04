// SPDX-License-Identifier: BSL-1.0
#pragma once
// Tiles of one size in a row, of factors that lie as they are: what surrounds the steps of a tile
// (a job, a call, masks) is paid once for all of them, and its addresses get every register.

#include <tessera/kernel/tile.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Has a tile of H rows and batches V a sweep? Its rows are read from two addresses.
template<class V, int H>
inline constexpr bool can_sweep = is_batch<V> && H > 3 && H <= 6;

/// C = A B on `times` tiles side by side of H rows and W batches of columns, all lanes of them.
/// Rows of all three are contiguous, a_row, b_row and c_row apart. 2 H W k flops for each lane and
/// tile. Four steps a turn where registers are short, else two (Granite Rapids, 256^3 4 to 5 %
/// faster, 1024 x 4 x 1024 2 % slower than in ones). (Zen 3; a job and a call for each tile
/// instead: 1024 x 4 x 1024 at 55 to 75 % of the speed, 32^3 and 64^3 at 90 to 102 %.)
template<class V, int H, int W>
[[gnu::noinline]] void sweep(element_of<V> const* a, index_t a_row, element_of<V> const* b,
                             index_t b_row, element_of<V>* c, index_t c_row, index_t k,
                             index_t times) {
  using T = element_of<V>;
  constexpr int lanes = lanes_of<V>, turn = simd::is_short_of_registers<V> ? 4 : 2;
  index_t a_bytes = a_row * index_t(sizeof(T)), b_bytes = b_row * index_t(sizeof(T));
  index_t const turns = k / turn, rest = k % turn;
  for (; times > 0; --times, b += W * lanes, c += W * lanes) {
    chain<V> acc[H][W];
    TESSERA_UNROLL for (int i = 0; i < H; ++i)
      TESSERA_UNROLL for (int j = 0; j < W; ++j) acc[i][j] = chain<V>::zero();
    auto const *ap = a, *ap3 = a + 3 * a_row, *bp = b;
    TESSERA_ROLLED for (index_t left = turns; left > 0;
         --left, ap += turn, ap3 += turn, bp = behind(bp, turn * b_bytes)) {
      // g++ would keep more addresses than there are registers.
      asm("" : "+r"(ap), "+r"(ap3), "+r"(a_bytes), "+r"(bp), "+r"(b_bytes));
      TESSERA_UNROLL for (int p = 0; p < turn; ++p)
        step_of_rows(acc, ap, ap3, a_bytes, p, behind(bp, p * b_bytes));
    }
    for (index_t left = rest; left > 0; --left, ++ap, ++ap3, bp = behind(bp, b_bytes))
      step_of_rows(acc, ap, ap3, a_bytes, 0, bp);
    auto* row = c;
    TESSERA_UNROLL for (int i = 0; i < H; ++i, row += c_row)
      TESSERA_UNROLL for (int j = 0; j < W; ++j) store_to(row + j * lanes, acc[i][j].sum);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
