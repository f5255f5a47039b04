// SPDX-License-Identifier: BSL-1.0
#pragma once
// Arithmetic that gives the same bits for an element and for a batch: each operation rounds once, a
// product is never silently contracted with a neighbouring sum, and integers wrap. xsimd 8.1 has no
// fused multiply-add for AVX-512 (it multiplies, then adds), so those come from here too.

#include <tessera/simd/batch.hpp>
#include <tessera/simd/exact_fma.hpp>

#if defined(__AVX__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace tessera::inline TESSERA_ISA::simd {

#if defined(__FMA__)
TESSERA_INLINE __m128 fused(__m128 a, __m128 b, __m128 c) {
  return _mm_fmadd_ps(a, b, c);
}
TESSERA_INLINE __m128d fused(__m128d a, __m128d b, __m128d c) {
  return _mm_fmadd_pd(a, b, c);
}
TESSERA_INLINE __m256 fused(__m256 a, __m256 b, __m256 c) {
  return _mm256_fmadd_ps(a, b, c);
}
TESSERA_INLINE __m256d fused(__m256d a, __m256d b, __m256d c) {
  return _mm256_fmadd_pd(a, b, c);
}
#endif
#if defined(__AVX512F__)
TESSERA_INLINE __m512 fused(__m512 a, __m512 b, __m512 c) {
  return _mm512_fmadd_ps(a, b, c);
}
TESSERA_INLINE __m512d fused(__m512d a, __m512d b, __m512d c) {
  return _mm512_fmadd_pd(a, b, c);
}
#endif
#if defined(__aarch64__)
TESSERA_INLINE float32x4_t fused(float32x4_t a, float32x4_t b, float32x4_t c) {
  return vfmaq_f32(c, a, b);
}
TESSERA_INLINE float64x2_t fused(float64x2_t a, float64x2_t b, float64x2_t c) {
  return vfmaq_f64(c, a, b);
}
#endif

/// v, once it has been rounded: the compiler may not contract the product that made it with a later
/// sum.
template<class V>
TESSERA_INLINE constexpr V rounded(V v) {
  if constexpr (has_fma && std::is_floating_point_v<element_of<V>>) {
    if (__builtin_is_constant_evaluated()) return v;
    // An empty instruction that may have changed the register.
#if defined(__x86_64__) && defined(__AVX512F__)
    if constexpr (is_batch<V>) asm("" : "+v"(v.data));
    else if constexpr (sizeof(V) <= 8) asm("" : "+v"(v));
#elif defined(__x86_64__)
    if constexpr (is_batch<V>) asm("" : "+x"(v.data));
    else if constexpr (sizeof(V) <= 8) asm("" : "+x"(v));
#elif defined(__aarch64__)
    if constexpr (is_batch<V>) asm("" : "+w"(v.data));
    else if constexpr (sizeof(V) <= 8) asm("" : "+w"(v));
#endif
  }
  return v;
}

/// The integers of T's width that wrap.
template<class T>
constexpr auto wrapping(T x) {
  return static_cast<std::common_type_t<unsigned, std::make_unsigned_t<T>>>(x);
}

template<class T>
inline constexpr bool is_integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template<class V>
TESSERA_INLINE constexpr V sum_of(V const& a, V const& b) {
  if constexpr (is_integer<V>) return static_cast<V>(wrapping(a) + wrapping(b));
  else return a + b;
}

template<class V>
TESSERA_INLINE constexpr V difference_of(V const& a, V const& b) {
  if constexpr (is_integer<V>) return static_cast<V>(wrapping(a) - wrapping(b));
  else return a - b;
}

/// a b. Complex: (ar br - ai bi) + (ar bi + ai br) i, each product rounded; infinities are not
/// repaired.
template<class V>
TESSERA_INLINE constexpr V product_of(V const& a, V const& b) {
  using T = element_of<V>;
  if constexpr (is_complex<T>) {
    return V(product_of(a.real(), b.real()) - product_of(a.imag(), b.imag()),
             product_of(a.real(), b.imag()) + product_of(a.imag(), b.real()));
  } else if constexpr (is_integer<V>) {
    return static_cast<V>(wrapping(a) * wrapping(b));
  } else if constexpr (is_batch<V> && std::is_signed_v<T> && std::is_integral_v<T>) {
    using U = xsimd::batch<std::make_unsigned_t<T>, typename V::arch_type>;
    return xsimd::bitwise_cast<V>(xsimd::bitwise_cast<U>(a) * xsimd::bitwise_cast<U>(b));
  } else {
    return rounded(static_cast<V>(a * b));
  }
}

#if defined(__AVX512F__)
/// The 512-bit maximum behind a full mask: without one g++ 12 warns, in its own header, of a
/// register that the instruction ignores.
template<class T>
TESSERA_INLINE auto masked_max(auto a, auto b) {
  if constexpr (std::is_same_v<T, float>) return _mm512_maskz_max_ps(__mmask16(-1), a, b);
  else if constexpr (std::is_same_v<T, double>) return _mm512_maskz_max_pd(__mmask8(-1), a, b);
  else if constexpr (sizeof(T) == 8 && std::is_signed_v<T>)
    return _mm512_maskz_max_epi64(__mmask8(-1), a, b);
  else if constexpr (sizeof(T) == 8) return _mm512_maskz_max_epu64(__mmask8(-1), a, b);
  else if constexpr (std::is_signed_v<T>) return _mm512_maskz_max_epi32(__mmask16(-1), a, b);
  else return _mm512_maskz_max_epu32(__mmask16(-1), a, b);
}
#endif

/// a > b ? a : b, so b where either is NaN or both are zero; as x86's max does.
template<class V>
TESSERA_INLINE constexpr V larger(V const& a, V const& b) {
  if constexpr (!is_batch<V>) {
    return a > b ? a : b;
#if defined(__AVX512F__)
  } else if constexpr (sizeof(V) == 64 && sizeof(element_of<V>) >= 4) {
    return V(masked_max<element_of<V>>(a.data, b.data));
#endif
#if defined(__x86_64__)
  } else {
    return xsimd::max(a, b);
#else
  } else {
    return xsimd::select(a > b, a, b);
#endif
  }
}

/// a b + c, rounded once where the hardware can, else twice; the same for elements, batches and
/// constant expressions.
template<class V>
TESSERA_INLINE constexpr V multiply_add(V const& a, V const& b, V const& c) {
  if constexpr (has_fma && std::is_floating_point_v<element_of<V>> && sizeof(element_of<V>) <= 8) {
    if (__builtin_is_constant_evaluated()) {
      if constexpr (std::is_floating_point_v<V>) return exact_fma(a, b, c);
    }
    if constexpr (is_batch<V>) return V(fused(a.data, b.data, c.data));
    else if constexpr (sizeof(V) == 4) return __builtin_fmaf(a, b, c);
    else return __builtin_fma(a, b, c);
  } else {
    return sum_of(product_of(a, b), c);
  }
}

/// Is an FMA of 64 bytes as fast as one of 32? Not on Zen 4, where two of 32 take its time; on the
/// Intel cores that compute in half precision. (Granite Rapids, with 32 bytes for what is left
/// over: 33^3 in float takes 1.4 times as long, 17^3 in double, too.)
#if defined(__AVX512FP16__) && defined(__AVX512BF16__) && defined(__AVX512VNNI__)
inline constexpr bool has_units_of_64_bytes = true;
#else
inline constexpr bool has_units_of_64_bytes = false;
#endif

/// Are 16 registers of 32 bytes all there is, and fused steps? Where a tile needs each of them, g++
/// moves sums about, to memory at worst.
template<class V>
inline constexpr bool is_short_of_registers = false;
#if defined(__FMA__) && !defined(__AVX512F__)
template<class T, class A>
  requires std::is_floating_point_v<T>
inline constexpr bool is_short_of_registers<xsimd::batch<T, A>> = sizeof(xsimd::batch<T, A>) == 32;
#endif

/// sum = fma(a, b, sum) in the register where the sum is.
template<class V>
TESSERA_INLINE void accumulate(V& sum, V const& a, V const& b) {
#if defined(__FMA__) && !defined(__AVX512F__)
  if constexpr (is_short_of_registers<V> && sizeof(element_of<V>) == 4)
    asm("vfmadd231ps %2, %1, %0" : "+x"(sum.data) : "x"(a.data), "x"(b.data));
  else if constexpr (is_short_of_registers<V>)
    asm("vfmadd231pd %2, %1, %0" : "+x"(sum.data) : "x"(a.data), "x"(b.data));
  else
#endif
    sum = multiply_add(a, b, sum);
}

}  // namespace tessera::inline TESSERA_ISA::simd
