// SPDX-License-Identifier: BSL-1.0
#pragma once
// Square roots, rounded correctly: by the instruction, and by integers in constant expressions.

#include <tessera/simd/real.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// The root of a positive, finite x, bit by bit. A root is never halfway between two numbers: one
/// bit behind the last says how to round.
template<class T>
constexpr T exact_root(T x) {
  __extension__ using wide = unsigned __int128;
  constexpr int fraction = fraction_bits<T>;
  auto const bits = words(x);
  int power = int(bits >> fraction);
  auto significand = bits & ((word<T>(1) << fraction) - 1);
  if (power != 0) significand |= word<T>(1) << fraction;
  else
    for (power = 1; (significand >> fraction) == 0; --power) significand <<= 1;
  power -= exponent_bias<T>;

  // x = square 2^(power - 2 (fraction + 1)), so the root of square has fraction + 2 bits.
  bool const odd = power % 2 != 0;
  wide const square = wide(significand) << (fraction + 2 + (odd ? 1 : 0));
  wide root = 0;
  for (wide bit = wide(1) << (fraction + 1); bit != 0; bit >>= 1)
    if ((root + bit) * (root + bit) <= square) root += bit;
  auto const rounded_root = static_cast<word<T>>((root + 1) / 2);
  int const half = (power - (odd ? 1 : 0)) / 2 + exponent_bias<T> - 1;
  return from_words<T>((static_cast<word<T>>(half) << fraction) + rounded_root);
}

/// sqrt(x), correctly rounded.
struct square_root : real_function<square_root> {
  static constexpr char const* name = "sqrt";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    if constexpr (is_batch<V>) {
#if defined(__AVX512F__)
      // Masked as in masked_max.
      if constexpr (sizeof(V) == 64) {
        if constexpr (sizeof(element_of<V>) == 4)
          return V(_mm512_maskz_sqrt_ps(__mmask16(-1), x.data));
        else return V(_mm512_maskz_sqrt_pd(__mmask8(-1), x.data));
      } else
#endif
        return xsimd::sqrt(x);
    } else {
      if (__builtin_is_constant_evaluated()) {
        if (!(x > 0)) return x == 0 || x != x ? x : std::numeric_limits<V>::quiet_NaN();
        return x > std::numeric_limits<V>::max() ? x : exact_root(x);
      }
      if constexpr (sizeof(V) == 4) return __builtin_sqrtf(x);
      else return __builtin_sqrt(x);
    }
  }
  static long double apply(long double x) { return std::sqrt(x); }
};

/// 1 / sqrt(x), each rounded.
struct reciprocal_root : real_function<reciprocal_root> {
  static constexpr char const* name = "rsqrt";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    return V(element_of<V>(1)) / square_root::apply(x);
  }
};

}  // namespace tessera::inline TESSERA_ISA::simd
