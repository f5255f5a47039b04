// SPDX-License-Identifier: BSL-1.0
#pragma once
// Narrow integers where a lane has 32 bits: one instruction multiplies them with as many others and
// adds the products, exactly. Two of 16 bits (x86: pmaddwd), or four of 8 bits where one factor is
// unsigned and the other is not (VNNI: vpdpbusd). A product takes a half or a quarter of the steps
// that way. Sums wrap, so that their order does not matter.

#include <cstdint>

#include <tessera/core/unrolled.hpp>
#include <tessera/simd/chain.hpp>
#include <tessera/simd/convert.hpp>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace tessera::inline TESSERA_ISA::simd {

/// Neighbours along the inner extent of a product.
struct pair {
  using item = std::int16_t;
  static constexpr int count = 2;
  item items[2]{};

  constexpr pair() = default;
  explicit constexpr pair(int all) : items{item(all), item(all)} {}
};

/// Four bytes: of the left factor without a sign where UnsignedLeft, of the right one with a sign,
/// or the other way round.
template<bool UnsignedLeft>
struct quad {
  using item = std::uint8_t;
  static constexpr int count = 4;
  item items[4]{};

  constexpr quad() = default;
  explicit constexpr quad(int all) : items{item(all), item(all), item(all), item(all)} {}
};

template<class T>
inline constexpr bool is_group = false;
template<>
inline constexpr bool is_group<pair> = true;
template<bool UnsignedLeft>
inline constexpr bool is_group<quad<UnsignedLeft>> = true;

/// A group for each lane of 32 bits.
template<class G>
struct groups {
  using sums = batch<std::int32_t>;
  sums lanes;

  TESSERA_INLINE groups() = default;
  explicit TESSERA_INLINE groups(sums const& v) : lanes(v) {}
  explicit TESSERA_INLINE groups(G const& all) : lanes(std::bit_cast<std::int32_t>(all)) {}

  static TESSERA_INLINE groups load_unaligned(G const* p) {
    return groups(sums::load_unaligned(reinterpret_cast<std::int32_t const*>(p)));
  }
  TESSERA_INLINE void store_unaligned(G* p) const {
    lanes.store_unaligned(reinterpret_cast<std::int32_t*>(p));
  }
};

template<class G>
  requires is_group<G>
struct batch_for<G> {
  using type = groups<G>;
};
template<class G>
struct batch_traits<groups<G>> {
  using element = G;
  static constexpr int lanes = lanes_of<typename groups<G>::sums>;
};
template<class G>
inline constexpr bool is_batch<groups<G>> = true;
template<class G>
inline constexpr masking masking_of<groups<G>> = masking::copy;

/// Has the instruction set pairs, and quads, as wide as its batches?
#if defined(__AVX512F__)
inline constexpr bool has_pairs = has_bit_masks;
#elif defined(__AVX2__) || (defined(__SSE2__) && !defined(__AVX__))
inline constexpr bool has_pairs = true;
#else
inline constexpr bool has_pairs = false;
#endif
#if defined(__AVX512VNNI__)
inline constexpr bool has_quads = has_bit_masks;
#elif defined(__AVXVNNI__) && defined(__F16C__) && defined(__FMA__) && !defined(__AVX512F__)
inline constexpr bool has_quads = true;
#else
inline constexpr bool has_quads = false;
#endif

using sums32 = batch<std::int32_t>;

/// sum + the products of two pairs, lane by lane.
template<class S>
TESSERA_INLINE S add_pairs(S const& sum, S const& a, S const& b) {
#if defined(__AVX512BW__)
  return sum + S(_mm512_madd_epi16(a.data, b.data));
#elif defined(__AVX2__)
  return sum + S(_mm256_madd_epi16(a.data, b.data));
#elif defined(__SSE2__) && !defined(__AVX__)
  return sum + S(_mm_madd_epi16(a.data, b.data));
#else
  auto const low = [](auto v) { return (v << 16) >> 16; };
  auto const x = raw(a), y = raw(b);
  return sum + from_raw<S>(low(x) * low(y)) + from_raw<S>((x >> 16) * (y >> 16));
#endif
}

/// sum + the products of four bytes without a sign and four with, lane by lane.
template<class S>
TESSERA_INLINE S add_quads(S const& sum, S const& u, S const& s) {
#if defined(__AVX512VNNI__)
  return S(_mm512_dpbusd_epi32(sum.data, u.data, s.data));
#elif defined(__AVXVNNI__) && !defined(__AVX512F__)
  return S(_mm256_dpbusd_avx_epi32(sum.data, u.data, s.data));
#else
  // Bytes 0 and 2, then bytes 1 and 3, as pairs.
  using shorts = typename raw_vector<std::int16_t, int(sizeof(S))>::type;
  using unsigneds = typename raw_vector<std::uint16_t, int(sizeof(S))>::type;
  using words = raw_of<S>;
  auto const v = (shorts)raw(s);
  auto const w = (unsigneds)raw(u);
  auto const part = [&](auto x, auto y) {
    return add_pairs(S(0), from_raw<S>((words)x), from_raw<S>((words)y));
  };
  return sum + part((unsigneds)(w & 0xff), (shorts)((shorts)(v << 8) >> 8)) +
         part((unsigneds)(w >> 8), (shorts)(v >> 8));
#endif
}

template<class G>
struct chain<groups<G>> {
  static constexpr int parts = 1;
  using part = sums32;
  part sum{};

  static TESSERA_INLINE chain zero() { return {part(0)}; }
  TESSERA_INLINE void step(groups<G> const& a, groups<G> const& b) {
    if constexpr (std::is_same_v<G, pair>) sum = add_pairs(sum, a.lanes, b.lanes);
    else if constexpr (std::is_same_v<G, quad<true>>) sum = add_quads(sum, a.lanes, b.lanes);
    else sum = add_quads(sum, b.lanes, a.lanes);
  }
  TESSERA_INLINE part value() const { return sum; }

  TESSERA_INLINE void save(std::int32_t* p) const { store_to(p, sum); }
  static TESSERA_INLINE chain restored(std::int32_t const* p) { return {load_from<part>(p)}; }
};
/// Of one group there is only the type of its sum.
template<class G>
  requires is_group<G>
struct chain<G> {
  static constexpr int parts = 1;
  using part = std::int32_t;
};

/// Groups of neighbours: p[0] p[1], p[2] p[3], ...
template<class G, class U>
TESSERA_INLINE groups<G> load_groups(U const* p) {
  using items = batch<typename G::item>;
  static_assert(sizeof(items) == sizeof(groups<G>));
  return groups<G>(xsimd::bitwise_cast<sums32>(load_converted<items>(p)));
}

/// Groups across rows: p[0][0] p[1][0] ..., p[0][1] p[1][1] ..., ...
template<class G, class U>
TESSERA_INLINE groups<G> interleaved(U const* const (&row)[std::size_t(G::count)]) {
  constexpr int bits = 32 / G::count, mask = (1 << bits) - 1;
  auto all = raw(load_converted<sums32>(row[0])) & mask;
  unrolled<G::count - 1>([&](auto q) __attribute__((always_inline)) {
    all |= (raw(load_converted<sums32>(row[q + 1])) & mask) << ((q + 1) * bits);
  });
  return groups<G>(from_raw<sums32>(all));
}

}  // namespace tessera::inline TESSERA_ISA::simd
