// SPDX-License-Identifier: BSL-1.0
#pragma once
// The first n lanes of a batch: what is left of a row behind its last whole batch. AVX-512 and AVX
// have masks for it; batches of 16 bytes come in pieces of 8 and 4; elsewhere a copy through an
// aligned buffer does. Nothing outside the n elements is touched.

#include <cstdint>
#include <cstring>

#include <tessera/simd/words.hpp>

#if defined(__AVX__)
#include <immintrin.h>
#endif

namespace tessera::inline TESSERA_ISA::simd {

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__)
inline constexpr bool has_bit_masks = true;
#else
inline constexpr bool has_bit_masks = false;
#endif
#if defined(__AVX__)
inline constexpr bool has_vector_masks = true;
#else
inline constexpr bool has_vector_masks = false;
#endif

/// How a partial batch of V is accessed.
enum class masking { bits, vector, pieces, copy };
template<class V>
inline constexpr masking masking_of =
    !is_batch<V> || is_complex<element_of<V>> ? masking::copy
    : has_bit_masks && (sizeof(V) == 64 || (sizeof(V) == 32 && sizeof(element_of<V>) >= 4))
        ? masking::bits
    : has_vector_masks && sizeof(V) == 32 && sizeof(element_of<V>) >= 4 ? masking::vector
    : sizeof(V) == 16 && sizeof(element_of<V>) >= 4                     ? masking::pieces
                                                                        : masking::copy;

/// The first `count` lanes of a V, 0 <= count <= lanes. Make it once per row, use it for every
/// access.
template<class V, masking = masking_of<V>>
struct first_lanes {
  int count;
  explicit first_lanes(int n) : count(n) {}
};

template<class V>
TESSERA_INLINE V load_from(element_of<V> const* p, first_lanes<V, masking::copy> const& lanes) {
  alignas(64) element_of<V> copy[std::size_t(lanes_of<V>)]{};
  for (int i = 0; i < lanes.count; ++i) copy[i] = p[i];
  return load_from<V>(copy);
}

template<class V>
TESSERA_INLINE void store_to(element_of<V>* p, V const& v,
                             first_lanes<V, masking::copy> const& lanes) {
  alignas(64) element_of<V> copy[std::size_t(lanes_of<V>)];
  store_to(copy, v);
  for (int i = 0; i < lanes.count; ++i) p[i] = copy[i];
}

/// A W at p, whatever is kept there.
template<class W>
TESSERA_INLINE W word_at(void const* p) {
  W word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

template<class V>
TESSERA_INLINE V load_from(element_of<V> const* p, first_lanes<V, masking::pieces> const& lanes) {
  using two = raw_of<V, std::int64_t>;
  using four = raw_of<V, std::int32_t>;
  using raw = raw_of<V>;
  auto const low = [&] { return two{word_at<std::int64_t>(p), 0}; };
  if (lanes.count == lanes_of<V>) return load_from<V>(p);
  if constexpr (sizeof(element_of<V>) == 8) {
    return from_raw<V>(lanes.count > 0 ? (raw)low() : raw{});
  } else {
    if (lanes.count == 2) return from_raw<V>((raw)low());
    if (lanes.count == 3)
      return from_raw<V>((raw)two{word_at<std::int64_t>(p), word_at<std::uint32_t>(p + 2)});
    return from_raw<V>(lanes.count > 0 ? (raw)four{word_at<std::int32_t>(p), 0, 0, 0} : raw{});
  }
}

template<class V>
TESSERA_INLINE void store_to(element_of<V>* p, V const& v,
                             first_lanes<V, masking::pieces> const& lanes) {
  auto const two = (raw_of<V, std::int64_t>)v.data;
  auto const four = (raw_of<V, std::int32_t>)v.data;
  constexpr int words_each = int(sizeof(element_of<V>) / 4);
  int const words = lanes.count * words_each;
  auto const put = [&](int at, auto word) { std::memcpy(p + at / words_each, &word, sizeof word); };
  if (words == 4) return store_to(p, v);
  if (words >= 2) put(0, std::int64_t(two[0]));
  if constexpr (words_each == 1)
    if (words & 1) words == 1 ? put(0, std::int32_t(four[0])) : put(2, std::int32_t(four[2]));
}

#if defined(__AVX__)
template<class V>
struct first_lanes<V, masking::vector> {
  int count;
  __m256i mask;
  explicit first_lanes(int n) : count(n) {
    alignas(64) static constexpr std::int32_t window[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    int const words = n * int(sizeof(element_of<V>) / 4);
    mask = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(window + 8 - words));
  }
};

template<class V>
TESSERA_INLINE V load_from(element_of<V> const* p, first_lanes<V, masking::vector> const& lanes) {
  if constexpr (sizeof(element_of<V>) == 8) {
    auto const words = _mm256_maskload_pd(reinterpret_cast<double const*>(p), lanes.mask);
    if constexpr (std::is_same_v<element_of<V>, double>) return V(words);
    else return V(_mm256_castpd_si256(words));
  } else {
    auto const words = _mm256_maskload_ps(reinterpret_cast<float const*>(p), lanes.mask);
    if constexpr (std::is_same_v<element_of<V>, float>) return V(words);
    else return V(_mm256_castps_si256(words));
  }
}

// In pieces: a masked store of AVX takes Zen 3 some 40 instructions and 12 cycles.
template<class V>
TESSERA_INLINE void store_to(element_of<V>* p, V const& v,
                             first_lanes<V, masking::vector> const& lanes) {
  if (lanes.count == lanes_of<V>) return store_to(p, v);
  constexpr int words_each = int(sizeof(element_of<V>) / 4);
  int const words = lanes.count * words_each;
  auto const all = (__m256i)v.data;
  __m128i left = _mm256_castsi256_si128(all);
  if (words & 4) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), left);
    left = _mm256_extractf128_si256(all, 1);
    p += 4 / words_each;
  }
  if (words & 2) {
    _mm_storel_epi64(reinterpret_cast<__m128i*>(p), left);
    left = _mm_unpackhi_epi64(left, left);
    p += 2 / words_each;
  }
  if constexpr (words_each == 1)
    if (words & 1) {
      int const last = _mm_cvtsi128_si32(left);
      std::memcpy(p, &last, sizeof last);
    }
}
#endif

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__)
template<class V>
struct first_lanes<V, masking::bits> {
  int count;
  __mmask64 mask;
  explicit first_lanes(int n)
      : count(n), mask(lanes_of<V> == 64 && n == 64 ? ~__mmask64{0} : (__mmask64{1} << n) - 1) {}
};

template<class V>
TESSERA_INLINE V load_from(element_of<V> const* p, first_lanes<V, masking::bits> const& lanes) {
  using T = element_of<V>;
  if constexpr (sizeof(V) == 32) {
    auto const bits = static_cast<__mmask8>(lanes.mask);
    if constexpr (std::is_same_v<T, float>) return V(_mm256_maskz_loadu_ps(bits, p));
    else if constexpr (std::is_same_v<T, double>) return V(_mm256_maskz_loadu_pd(bits, p));
    else if constexpr (sizeof(T) == 8) return V(_mm256_maskz_loadu_epi64(bits, p));
    else return V(_mm256_maskz_loadu_epi32(bits, p));
  } else if constexpr (std::is_same_v<T, float>)
    return V(_mm512_maskz_loadu_ps(static_cast<__mmask16>(lanes.mask), p));
  else if constexpr (std::is_same_v<T, double>)
    return V(_mm512_maskz_loadu_pd(static_cast<__mmask8>(lanes.mask), p));
  else if constexpr (sizeof(T) == 8)
    return V(_mm512_maskz_loadu_epi64(static_cast<__mmask8>(lanes.mask), p));
  else if constexpr (sizeof(T) == 4)
    return V(_mm512_maskz_loadu_epi32(static_cast<__mmask16>(lanes.mask), p));
  else if constexpr (sizeof(T) == 2)
    return V(_mm512_maskz_loadu_epi16(static_cast<__mmask32>(lanes.mask), p));
  else return V(_mm512_maskz_loadu_epi8(lanes.mask, p));
}

template<class V>
TESSERA_INLINE void store_to(element_of<V>* p, V const& v,
                             first_lanes<V, masking::bits> const& lanes) {
  using T = element_of<V>;
  if constexpr (sizeof(V) == 32) {
    auto const bits = static_cast<__mmask8>(lanes.mask);
    if constexpr (std::is_same_v<T, float>) _mm256_mask_storeu_ps(p, bits, v);
    else if constexpr (std::is_same_v<T, double>) _mm256_mask_storeu_pd(p, bits, v);
    else if constexpr (sizeof(T) == 8) _mm256_mask_storeu_epi64(p, bits, v);
    else _mm256_mask_storeu_epi32(p, bits, v);
  } else if constexpr (std::is_same_v<T, float>)
    _mm512_mask_storeu_ps(p, static_cast<__mmask16>(lanes.mask), v);
  else if constexpr (std::is_same_v<T, double>)
    _mm512_mask_storeu_pd(p, static_cast<__mmask8>(lanes.mask), v);
  else if constexpr (sizeof(T) == 8)
    _mm512_mask_storeu_epi64(p, static_cast<__mmask8>(lanes.mask), v);
  else if constexpr (sizeof(T) == 4)
    _mm512_mask_storeu_epi32(p, static_cast<__mmask16>(lanes.mask), v);
  else if constexpr (sizeof(T) == 2)
    _mm512_mask_storeu_epi16(p, static_cast<__mmask32>(lanes.mask), v);
  else _mm512_mask_storeu_epi8(p, lanes.mask, v);
}
#endif

/// Lanes 0 .. n - 1 of a, the others of b.
template<class V>
TESSERA_INLINE V first_of(V const& a, V const& b, int n) {
  using T = element_of<V>;
  if constexpr (is_batch<V> && !is_complex<T>) {
    using place = std::conditional_t<
        sizeof(T) == 1, std::int8_t,
        std::conditional_t<sizeof(T) == 2, std::int16_t,
                           std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>>>;
    using places = raw_of<V, place>;
    auto const chosen = [&]<int... L>(std::integer_sequence<int, L...>)
        __attribute__((always_inline)) {
      return places{place(L)...} < (places{} + place(n));
    }
    (std::make_integer_sequence<int, lanes_of<V>>{});
    return from_raw<V>(chosen ? raw(a) : raw(b));
  } else {
    alignas(64) T mixed[std::size_t(lanes_of<V>)], head[std::size_t(lanes_of<V>)];
    store_to(mixed, b), store_to(head, a);
    for (int i = 0; i < n; ++i) mixed[i] = head[i];
    return load_from<V>(mixed);
  }
}

}  // namespace tessera::inline TESSERA_ISA::simd
