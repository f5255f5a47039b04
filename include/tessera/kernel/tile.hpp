// SPDX-License-Identifier: BSL-1.0
#pragma once
// The register tile: the innermost loops of a product. Called by kernel/macro.hpp on packed or
// plain panels. Without an epilogue its heights and widths are compiled once per element type,
// however many products a program has; for each cheap epilogue the full height alone.
// Source: Van Zee & van de Geijn, "BLIS: A Framework for Rapidly Instantiating BLAS Functionality",
// TOMS 2015.

#include <tessera/kernel/source.hpp>
#include <tessera/simd/chain.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

using simd::chain, simd::chain_element;

/// Can rows of real elements be read and written where the user has them, the last batch behind a
/// mask? If not (complex elements, instruction sets without masks), panels are packed, and results
/// leave through a buffer.
template<class V>
inline constexpr bool reads_plain_panels =
    is_batch<V> && simd::masking_of<V> != simd::masking::copy;

/// Elements of `part` that hold a batch of V in a packed panel: complex ones as real parts, then
/// imaginary parts.
template<class V>
inline constexpr int packed_size = lanes_of<V> * (is_complex<element_of<V>> ? 2 : 1);

/// The value of a chain of V.
template<class V>
using chain_value = decltype(std::declval<chain<V> const&>().value());

template<class V>
TESSERA_INLINE V load_packed(chain_element<V> const* p) {
  if constexpr (is_complex<element_of<V>> && is_batch<V>) {
    using part = typename chain<V>::part;
    return V(load_from<part>(p), load_from<part>(p + lanes_of<V>));
  } else if constexpr (is_complex<element_of<V>>) {
    return V(p[0], p[1]);
  } else if constexpr (std::is_same_v<chain_element<V>, element_of<V>>) {
    return load_from<V>(p);
  } else {
    return V(load_from<typename chain<V>::part>(p));
  }
}

template<class V>
TESSERA_INLINE void store_packed(chain_element<V>* p, V const& v) {
  if constexpr (is_complex<element_of<V>> && is_batch<V>) {
    store_to(p, v.real()), store_to(p + lanes_of<V>, v.imag());
  } else if constexpr (is_complex<element_of<V>>) {
    p[0] = v.real(), p[1] = v.imag();
  } else if constexpr (std::is_same_v<chain_element<V>, element_of<V>>) {
    store_to(p, v);
  } else {
    store_to(p, v.lanes);
  }
}

/// One call of the tile, on elements of type T. Strides in elements.
template<class T>
struct tile_job {
  using part = chain_element<T>;
  index_t k;
  T const* a;
  index_t a_row, a_col;
  part const* b;
  index_t b_row;
  part* packed;      // where a tile that can pack leaves B as well; null where it does not
  part const* from;  // the chains after the last block of k, row after row; null in front of all
  index_t from_row;  // from one row to the next, where they are sums
  part* c;
  index_t c_row;
  int last_lanes;  // of the last batch of each row
  bool ends;       // the last block of k
};

/// Chains of real batches are their sums at any time, and wait as they are stored: less code to
/// compile. (To begin with zeros that are loaded would be still less, and 7 % slower at 16^3.)
/// What waits behind the last column is of no meaning. Others wait in a form of their own, row
/// after row without a gap.
template<class V>
inline constexpr bool are_sums = reads_plain_panels<V>;

/// No epilogue: sums are stored where the job says.
struct no_finish {};

/// p, and so many bytes.
template<class T>
TESSERA_INLINE T const* behind(T const* p, index_t bytes) {
  return reinterpret_cast<T const*>(reinterpret_cast<char const*>(p) + bytes);
}

/// A step of a tile: A at p of its rows, three from each of two addresses (x86 counts to two, in an
/// address); all lanes of B.
template<class V, int MR, int NRV>
TESSERA_INLINE void step_of_rows(chain<V> (&acc)[MR][NRV], element_of<V> const* a,
                                 element_of<V> const* a3, index_t a_bytes, int p,
                                 element_of<V> const* b) {
  V bp[NRV];
  TESSERA_UNROLL for (int j = 0; j < NRV; ++j) bp[j] = load_from<V>(b + j * lanes_of<V>);
  TESSERA_UNROLL for (int i = 0; i < MR; ++i) {
    V const ap(behind(i < 3 ? a : a3, i % 3 * a_bytes)[p]);
    TESSERA_UNROLL for (int j = 0; j < NRV; ++j) simd::accumulate(acc[i][j].sum, ap, bp[j]);
  }
}

/// Some steps of a tile in one turn of the loop, as often as k allows: little but loads, broadcasts
/// and FMAs, 20 of the 22 instructions of a step in fours, of 24.5 in twos (AVX2). Where another
/// thread is busy on the same core, instructions are what counts, and 512^3 is 5 % faster in fours;
/// else as fast (Zen 3). Where FMAs of 64 bytes share their two units with what counts, it costs
/// time: in twos 256^3 to 1024^3 4 to 5 % faster (Granite Rapids). The columns of A are one element
/// apart, all lanes of B are read.
///   a, b, k   of the steps that are left, afterwards
///   b_row     a constant for four steps: five addresses are what there are registers for
template<int Steps, class V, int MR, int NRV>
TESSERA_INLINE void steps_a_turn(chain<V> (&acc)[MR][NRV], element_of<V> const*& a, index_t a_row,
                                 element_of<V> const*& b, index_t b_row, index_t& k) {
  static_assert(MR <= 6 && (Steps == 2 || Steps == 4));
  using T = element_of<V>;
  auto const* a3 = a + 3 * a_row;
  index_t a_bytes = a_row * index_t(sizeof(T)), b_bytes = b_row * index_t(sizeof(T));
  for (; k >= Steps; k -= Steps, a += Steps, a3 += Steps, b = behind(b, Steps * b_bytes)) {
    // g++ would keep more addresses than there are registers.
    asm("" : "+r"(a), "+r"(a3), "+r"(a_bytes), "+r"(b));
    if constexpr (Steps == 2) asm("" : "+r"(b_bytes));
    TESSERA_UNROLL for (int p = 0; p < Steps; ++p)
      step_of_rows(acc, a, a3, a_bytes, p, behind(b, p * b_bytes));
  }
}

/// C = finish(A B) on one tile of MR rows and NRV batches of columns; the last batch may be
/// partial.
///   A   MR x k at a[i * a_row + p * a_col], read one element at a time
///   B   k x NRV batches at b[p * b_row], read in batches
///   C   MR x NRV batches: without an epilogue at c[i * c_row], or where they wait for the next
///       block of k; else at (i0, j0) of the epilogue's sink, where all of k is one block
/// CanPack: B may be left at `packed`, as the tiles below this one read it.
/// Needs MR * NRV * parts + NRV + 1 registers. 2 MR NR k flops.
// clang-format off: one line per loop of the mathematics.
template<class V, int MR, int NRV, class Finish, bool CanPack = false>
[[gnu::noinline]] void tile(tile_job<element_of<V>> const& job, index_t i0, index_t j0,
                            Finish const& nest) {
  constexpr bool is_plain = std::is_same_v<Finish, no_finish>;
  constexpr int size = packed_size<V>, saved_size = lanes_of<V> * chain<V>::parts;
  first_lanes<V> const rest(job.last_lanes);
  chain<V> acc[MR][NRV];
  TESSERA_UNROLL for (int i = 0; i < MR; ++i)
    TESSERA_UNROLL for (int j = 0; j < NRV; ++j) acc[i][j] = chain<V>::zero();
  if constexpr (is_plain)
    if (job.from != nullptr)
      TESSERA_UNROLL for (int i = 0; i < MR; ++i)
        TESSERA_UNROLL for (int j = 0; j < NRV; ++j)
          acc[i][j] = chain<V>::restored(job.from + j * saved_size +
                                         i * (are_sums<V> ? job.from_row : NRV * saved_size));

  auto const* a = job.a;
  auto const* b = job.b;
  auto* packed = CanPack ? job.packed : nullptr;
  index_t const a_row = job.a_row, a_col = job.a_col, b_row = job.b_row;
  index_t k = job.k;
  constexpr bool is_short = simd::is_short_of_registers<V>;
  if constexpr (are_sums<V> && MR == 6 && NRV == (is_short ? 2 : 4) && !(is_short && CanPack))
    if (job.last_lanes == lanes_of<V> && a_col == 1 && k > 1 && !packed) [[likely]] {
      if (is_short && b_row == NRV * size) steps_a_turn<4>(acc, a, a_row, b, NRV * size, k);
      else steps_a_turn<2>(acc, a, a_row, b, b_row, k);
    }
  TESSERA_ROLLED for (; k > 0; --k, a += a_col, b += b_row) {
    V bp[NRV];
    TESSERA_UNROLL for (int j = 0; j < NRV - 1; ++j) bp[j] = load_packed<V>(b + j * size);
    if constexpr (reads_plain_panels<V>) bp[NRV - 1] = load_from<V>(b + (NRV - 1) * size, rest);
    else bp[NRV - 1] = load_packed<V>(b + (NRV - 1) * size);
    // g++ would load them anew for each row: 4 x 300 x 300 a quarter slower.
    if constexpr (reads_plain_panels<V> && MR > 1 && MR < 5 && NRV > 1)
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j) bp[j] = simd::rounded(bp[j]);
    if (CanPack && packed) {
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j) store_packed(packed + j * size, bp[j]);
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j) __builtin_prefetch(b + 8 * b_row + j * size);
      packed += NRV * size;
    }
    TESSERA_UNROLL for (int i = 0; i < MR; ++i) {
      V const ap(a[i * a_row]);
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j) acc[i][j].step(ap, bp[j]);
    }
  }

  if constexpr (!is_plain) {
    Finish const out = nest;  // a copy that no store of a batch can reach
    TESSERA_UNROLL for (int i = 0; i < MR; ++i) {
      TESSERA_UNROLL for (int j = 0; j < NRV - 1; ++j)
        out.write(acc[i][j].value(), i0 + i, j0 + j * lanes_of<V>, all_lanes{});
      out.write(acc[i][NRV - 1].value(), i0 + i, j0 + (NRV - 1) * lanes_of<V>, rest);
    }
  } else if (are_sums<V> || job.ends) {
    auto* c = job.c;
    TESSERA_UNROLL for (int i = 0; i < MR; ++i, c += job.c_row) {
      TESSERA_UNROLL for (int j = 0; j < NRV - 1; ++j) store_packed(c + j * size, acc[i][j].value());
      if constexpr (reads_plain_panels<V>)
        store_to(c + (NRV - 1) * size, acc[i][NRV - 1].value(), rest);
      else store_packed(c + (NRV - 1) * size, acc[i][NRV - 1].value());
    }
  } else {
    TESSERA_UNROLL for (int i = 0; i < MR; ++i)
      TESSERA_UNROLL for (int j = 0; j < NRV; ++j)
        acc[i][j].save(job.c + (i * NRV + j) * saved_size);
  }
}
// clang-format on

}  // namespace tessera::inline TESSERA_ISA::kernel
