// SPDX-License-Identifier: BSL-1.0
#pragma once
// The register tile: the innermost loops of a product. Called by kernel/macro.hpp on packed or plain panels.
// Van Zee & van de Geijn, "BLIS: A Framework for Rapidly Instantiating BLAS Functionality", TOMS 2015.

#include <tessera/kernel/finish.hpp>
#include <tessera/simd/chain.hpp>

namespace tessera::inline TESSERA_ISA {

/// How batches of a B panel are read. Real elements: the last batch of a row behind a mask, so that B may lie where
/// the user has it. Complex ones, and instruction sets without masks: whole batches, from packed panels only.
template<class V>
inline constexpr bool reads_plain_panels = is_batch<V> && masking_of<V> != masking::copy;

/// One call of the tile. Strides in elements; `saved` holds the chains between two blocks of k.
template<class V>
struct tile_job {
  using part = chain_element<V>;
  index_t k;
  element_of<V> const* a;
  index_t a_row, a_col;
  part const* b;
  index_t b_row;
  index_t i, j;
  int last_lanes;      // of the last batch of each row of C
  bool begins, ends;   // the first and the last block of k
  part* saved;
};

/// Batch v of a row of a B panel. Packed complex panels hold the real parts, then the imaginary parts of a batch.
template<class V, bool Masked, class Lanes>
TESSERA_INLINE V panel_batch(chain_element<V> const* row, int v, Lanes const& rest) {
  if constexpr (is_complex<element_of<V>> && is_batch<V>) {
    using part = typename chain<V>::part;
    return V(load_from<part>(row + 2 * v * lanes_of<V>), load_from<part>(row + (2 * v + 1) * lanes_of<V>));
  } else if constexpr (is_complex<element_of<V>>) {
    return V(row[2 * v], row[2 * v + 1]);
  } else if constexpr (Masked) {
    return load_from<V>(row + v * lanes_of<V>, rest);
  } else {
    return load_from<V>(row + v * lanes_of<V>);
  }
}

/// C = finish(A B) on one tile of MR rows and NRV batches of columns; the last batch may be partial.
///   A   MR x k at a[i * a_row + p * a_col], read one element at a time
///   B   k x NRV batches at b[p * b_row + j], read in batches
///   C   MR x NRV batches, written once, through the epilogue, when the last block of k ends
/// Needs MR * NRV * parts + NRV + 1 registers. 2 MR NR k flops.
template<class V, int MR, int NRV, class Finish>
[[gnu::noinline]] void tile(tile_job<V> const& job, Finish const& out) {
  constexpr int lanes = lanes_of<V>, size = lanes * chain<V>::parts;
  constexpr bool masked = reads_plain_panels<V>;
  first_lanes<V> const rest(job.last_lanes);
  chain<V> acc[MR][NRV];
  TESSERA_UNROLL for (int i = 0; i < MR; ++i)
    TESSERA_UNROLL for (int j = 0; j < NRV; ++j) acc[i][j] = chain<V>::zero();
  if (!job.begins)
    TESSERA_UNROLL for (int i = 0; i < MR; ++i)
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j)
        acc[i][j] = chain<V>::restored(job.saved + (i * NRV + j) * size);

  auto const* a = job.a;
  auto const* b = job.b;
  index_t const a_row = job.a_row, a_col = job.a_col, b_row = job.b_row;
  for (index_t p = job.k; p > 0; --p, a += a_col, b += b_row) {
    V bp[NRV];
    TESSERA_UNROLL for (int j = 0; j < NRV - 1; ++j) bp[j] = panel_batch<V, false>(b, j, rest);
    bp[NRV - 1] = panel_batch<V, masked>(b, NRV - 1, rest);
    TESSERA_UNROLL for (int i = 0; i < MR; ++i) {
      V const ap(a[i * a_row]);
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j) acc[i][j].step(ap, bp[j]);
    }
  }

  if (job.ends)
    TESSERA_UNROLL for (int i = 0; i < MR; ++i) {
      TESSERA_UNROLL for (int j = 0; j < NRV - 1; ++j)
        out.write(acc[i][j].value(), job.i + i, job.j + j * lanes, all_lanes{});
      out.write(acc[i][NRV - 1].value(), job.i + i, job.j + (NRV - 1) * lanes, rest);
    }
  else
    TESSERA_UNROLL for (int i = 0; i < MR; ++i)
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j)
        acc[i][j].save(job.saved + (i * NRV + j) * size);
}

}  // namespace tessera::inline TESSERA_ISA
