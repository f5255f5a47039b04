// SPDX-License-Identifier: BSL-1.0
#pragma once
// exp and what is made of it in one step. x = n ln 2 + r, |r| <= ln(2) / 2; e^r = 1 + r + r^2 q(r)
// with a polynomial q; then 2^n, in two factors where the result may be subnormal.

#include <tessera/simd/order.hpp>
#include <tessera/simd/real.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Below `least` e^x rounds to 0, above `most` to infinity. A sum with `shift` has no room for a
/// fraction, and its lowest bits are an integer. n ln2_high is exact. q is minimax for the error of
/// r + r^2 q(r) relative to e^r - 1.
template<class T>
struct exponential_constants;
template<>
struct exponential_constants<float> {
  static constexpr float least = -104, most = 89, shift = 0x1.8p23f, log2_e = 1.442695040888963f;
  static constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 1.4286068203094172e-6f;
  // Degree 4: 2^-26.
  static constexpr float q[] = {0.49999998147165484f, 0.16666543680856255f, 0.04166720069165826f,
                                0.008366517366432533f, 0.001388250866187479f};
};
template<>
struct exponential_constants<double> {
  static constexpr double least = -746, most = 710, shift = 0x1.8p52, log2_e = 1.442695040888963407;
  static constexpr double ln2_high = 0x1.62e42fefa4p-1, ln2_low = -1.7239444525614835e-13;
  // Degree 9: 2^-55.6.
  static constexpr double q[] = {0.50000000000000051815,   0.16666666666666589358,
                                 0.041666666666576735292,  0.00833333333338949818,
                                 0.001388888893157016849,  0.00019841269719123827713,
                                 0.000024801505268244968,  2.7557407439884267146e-6,
                                 2.7626039861768022771e-7, 2.5053806801247957276e-8};
};

/// x = n ln 2 + rest; shifted is n + `shift`.
template<class V>
struct split_exponent {
  V shifted, rest;

  static TESSERA_INLINE constexpr split_exponent from(V const& x) {
    using constants = exponential_constants<element_of<V>>;
    V const shifted = multiply_add(x, V(constants::log2_e), V(constants::shift));
    V const n = shifted - V(constants::shift);
    V const rest = multiply_add(n, V(-constants::ln2_high), x);
    return {shifted, multiply_add(n, V(-constants::ln2_low), rest)};
  }

  /// e^rest - 1.
  TESSERA_INLINE constexpr V fraction() const {
    using constants = exponential_constants<element_of<V>>;
    return multiply_add(polynomial(rest, constants::q), product_of(rest, rest), rest);
  }

  /// 2^n, for an n whose power is a normal number.
  TESSERA_INLINE constexpr V power_of_two() const {
    using T = element_of<V>;
    constexpr auto zero = words(exponential_constants<T>::shift) - word<T>(exponent_bias<T>);
    return from_words<V>((words(shifted) - zero) << fraction_bits<T>);
  }

  /// y 2^n, rounded once.
  TESSERA_INLINE constexpr V scale(V const& y) const {
    using T = element_of<V>;
#if defined(__AVX512F__)
    if constexpr (is_batch<V> && sizeof(V) == 64) {
      V const n = shifted - V(exponential_constants<T>::shift);
      // Masked as in masked_max.
      if constexpr (sizeof(T) == 4) return V(_mm512_maskz_scalef_ps(__mmask16(-1), y.data, n.data));
      else return V(_mm512_maskz_scalef_pd(__mmask8(-1), y.data, n.data));
    }
#endif
    // 2^n is the product of two normal numbers, and y times the first is exact.
    constexpr auto zero = words(exponential_constants<T>::shift) - word<T>(2 * exponent_bias<T>);
    auto const n = words(shifted) - zero, half = n >> 1, other = n - half;
    V const first = product_of(y, from_words<V>(half << fraction_bits<T>));
    return product_of(first, from_words<V>(other << fraction_bits<T>));
  }

  TESSERA_INLINE constexpr V exponential() const { return scale(V(element_of<V>(1)) + fraction()); }
};

/// e^x, to 1.1 ulp.
struct exponential : real_function<exponential> {
  static constexpr char const* name = "exp";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    using constants = exponential_constants<element_of<V>>;
    V const bounded = lesser(V(constants::most), larger(V(constants::least), x));
    return split_exponent<V>::from(bounded).exponential();
  }
  static long double apply(long double x) { return std::exp(x); }
};

/// 1 / (1 + e^-x), to 3 ulp; with e^-|x|, which does not overflow.
struct logistic : real_function<logistic> {
  static constexpr char const* name = "sigmoid";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    using constants = exponential_constants<element_of<V>>;
    V const zero(element_of<V>(0)), one(element_of<V>(1));
    V const bounded = larger(V(constants::least), -absolute{}(x));
    V const e = split_exponent<V>::from(bounded).exponential();
    return from_raw<V>(raw(x) < raw(zero) ? raw(e) : raw(one)) / (one + e);
  }
  static long double apply(long double x) { return 1 / (1 + std::exp(-x)); }
};

}  // namespace tessera::inline TESSERA_ISA::simd
