// SPDX-License-Identifier: BSL-1.0
#pragma once
// Products of extents that are known when compiling, in straight-line code where they are small:
// 4 x 4 is 16 FMAs, and a call would take longer. The chains of a tile, so the same bits.

#include <tessera/kernel/finish.hpp>
#include <tessera/policy/blocking.hpp>
#include <tessera/simd/some.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// C = finish(A B) on rows i .. i + H - 1 and N columns from j on; K steps.
template<class V, int H, int N, int K, class A, class B, class Finish>
TESSERA_INLINE void fixed_tile(A const& a, B const& b, index_t i, index_t j, Finish const& out) {
  using T = element_of<V>;
  constexpr int lanes = lanes_of<V>, batches = (N + lanes - 1) / lanes,
                last = N - (batches - 1) * lanes;
  V acc[H][batches];
  TESSERA_UNROLL for (int r = 0; r < H; ++r)
    TESSERA_UNROLL for (int v = 0; v < batches; ++v) acc[r][v] = V(T(0));
  auto const batch_at = [&](T const* row, int v) __attribute__((always_inline)) {
    if (v < batches - 1) return load_from<V>(row + v * lanes);
    return simd::load_first<V, last>(row + v * lanes);
  };
  // What there is less of stays in registers during a step.
  auto const step = [&](index_t p) __attribute__((always_inline)) {
    auto const* const row = b.address(p, j);
    if constexpr (H < batches) {
      V ap[H];
      TESSERA_UNROLL for (int r = 0; r < H; ++r) ap[r] = V(*a.address(i + r, p));
      TESSERA_UNROLL for (int v = 0; v < batches; ++v) {
        V const bp = batch_at(row, v);
        TESSERA_UNROLL for (int r = 0; r < H; ++r)
          acc[r][v] = simd::multiply_add(ap[r], bp, acc[r][v]);
      }
    } else {
      V bp[batches];
      TESSERA_UNROLL for (int v = 0; v < batches; ++v) bp[v] = batch_at(row, v);
      TESSERA_UNROLL for (int r = 0; r < H; ++r) {
        V const ap(*a.address(i + r, p));
        TESSERA_UNROLL for (int v = 0; v < batches; ++v)
          acc[r][v] = simd::multiply_add(ap, bp[v], acc[r][v]);
      }
    }
  };
  if constexpr (H * batches * K <= 128) {
    TESSERA_UNROLL for (index_t p = 0; p < K; ++p) step(p);
  } else {
#pragma GCC unroll 4
    for (index_t p = 0; p < K; ++p) step(p);
  }
  TESSERA_UNROLL for (int r = 0; r < H; ++r) {
    TESSERA_UNROLL for (int v = 0; v < batches - 1; ++v)
      out.write(acc[r][v], i + r, j + v * lanes, all_lanes{});
    V const& end = acc[r][batches - 1];
    index_t const first = j + (batches - 1) * lanes;
    if constexpr (Finish::template is_plain<T>)
      simd::store_first<V, last>(out.sink.address(i + r, first), end);
    else if constexpr (last == lanes) out.write(end, i + r, first, all_lanes{});
    else out.write(end, i + r, first, first_lanes<V>(last));
  }
}

/// H rows and N columns, Width at a time.
template<class V, int H, int N, int K, int Width, class A, class B, class Finish>
TESSERA_INLINE void fixed_rows(A const& a, B const& b, index_t i, Finish const& out) {
  constexpr int rest = N % Width;
  if constexpr (N == Width) fixed_tile<V, H, N, K>(a, b, i, 0, out);
  else
    for (index_t j = 0; j < N - rest; j += Width) fixed_tile<V, H, Width, K>(a, b, i, j, out);
  if constexpr (rest > 0)
    fixed_tile<typename simd::narrowest<V, rest>::type, H, rest, K>(a, b, i, N - rest, out);
}

/// Is code for M x K times K x N shorter than what else would run? Up to 32 x 32 x 32.
template<class T>
constexpr bool is_fixed(index_t m, index_t k, index_t n) {
  return is_batch<batch<T>> && !is_complex<T> && m > 0 && k > 0 && n > 0 && m <= 32 && k <= 32 &&
         n <= 32;
}

/// How C is cut into tiles of `height` rows and `width` columns. Accumulators in three quarters of
/// the registers; all of a row of B at once, if four batches hold it or divide it. (Zen 3, tiles of
/// 3 x 4 for 6 x 2: 16^3 in double and 32^3 in float 3 to 5 % faster, 5000 of them 20 to 30 %. With
/// three batches 12^3 in float is 10 % slower.)
template<class T, int M, int N>
struct fixed_cut {
  using V = typename simd::narrowest<batch<T>, N>::type;
  static constexpr int lanes = lanes_of<V>;
  static constexpr bool is_wide = simd::has_fma && N % (4 * lanes) == 0;
  static constexpr int most = (is_wide ? 4 : simd::vector_registers / 8) * lanes,
                       width = std::min(N, most), batches = (width + lanes - 1) / lanes,
                       high = std::min(8, simd::vector_registers * 3 / 4 / batches),
                       groups = (M + high - 1) / high, height = (M + groups - 1) / groups;
  /// One tile reads all of A and B before it writes any of C.
  static constexpr bool is_one_tile = groups == 1 && width == N;
};

/// C = finish(A B).
///   A   M x K in memory, any strides
///   B   K x N in memory, columns one element apart
///   C   M x N, columns one element apart
/// 2 M N K flops; nothing is packed, nothing allocated.
template<class T, int M, int N, int K, class A, class B, class Finish>
TESSERA_INLINE void multiply_fixed(A const& source_a, B const& source_b, Finish const& nest) {
  using cut = fixed_cut<T, M, N>;
  using V = typename cut::V;
  // Copies that no store of a batch can reach.
  A const a = source_a;
  B const b = source_b;
  Finish const out = nest;
  constexpr int width = cut::width, height = cut::height, rest = M % height;
  if constexpr (cut::groups == 1) fixed_rows<V, M, N, K, width>(a, b, 0, out);
  else
    for (index_t i = 0; i < M - rest; i += height) fixed_rows<V, height, N, K, width>(a, b, i, out);
  if constexpr (rest > 0) fixed_rows<V, rest, N, K, width>(a, b, M - rest, out);
}

}  // namespace tessera::inline TESSERA_ISA::kernel
