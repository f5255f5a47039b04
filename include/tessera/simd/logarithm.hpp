// SPDX-License-Identifier: BSL-1.0
#pragma once
// log x = k ln 2 + log(1 + f), where x = 2^k (1 + f) and 1 + f is in [sqrt(1/2), sqrt(2)).

#include <tessera/simd/mask.hpp>
#include <tessera/simd/real.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// k ln2_high is exact. root_half is the word of sqrt(1/2). A word of small value becomes a number
/// by taking the place of the fraction of `integers`. `lift`, a power of two, makes any subnormal
/// number normal.
template<class T>
struct logarithm_constants;
template<>
struct logarithm_constants<float> {
  static constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 1.4286068203094172e-6f;
  static constexpr std::uint32_t root_half = 0x3f3504f3;
  static constexpr float integers = 0x1p23f;
  static constexpr float lift = 0x1p25f, lifted = 25;
};
template<>
struct logarithm_constants<double> {
  static constexpr double ln2_high = 0x1.62e42fefa4p-1, ln2_low = -1.7239444525614835e-13;
  static constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;
  static constexpr double integers = 0x1p52;
  static constexpr double lift = 0x1p54, lifted = 54;
};

/// log(1 + f) + k ln 2.
template<class V>
TESSERA_INLINE constexpr V logarithm_of(V const& f, V const& k) {
  using T = element_of<V>;
  using constants = logarithm_constants<T>;
  V const half_square = product_of(product_of(f, f), V(T(0.5)));
  V const low = product_of(k, V(constants::ln2_low));
  V tail;
  if constexpr (sizeof(T) == 4) {
    // log(1 + f) = f - f^2/2 + f^3 p(f). Degree 8: 2^-30 of log(1 + f).
    constexpr T p[] = {0.33333312595823906f,  -0.25000009542084559f, 0.2000211956871575f,
                       -0.16668000917896398f, 0.14219531570916539f,  -0.12405473198043658f,
                       0.1188823688085975f,   -0.1167643615322991f,  0.06747388584116995f};
    V const cube = product_of(product_of(f, f), f);
    tail = half_square - multiply_add(cube, polynomial(f, p), low);
  } else {
    // log(1 + f) = 2 s + s z p(z) = f - f^2/2 + s (f^2/2 + z p(z)) with s = f / (2 + f), z = s^2.
    // Degree 6: 2^-59 of log(1 + f).
    constexpr T p[] = {0.66666666666667343656, 0.39999999999414964607, 0.28571428742336951458,
                       0.22222198576537164287, 0.18183564259168778506, 0.15314049477069711819,
                       0.14795987478746649165};
    V const s = f / (f + V(T(2))), z = product_of(s, s);
    tail = half_square - multiply_add(s, multiply_add(z, polynomial(z, p), half_square), low);
  }
  return multiply_add(k, V(constants::ln2_high), f - tail);
}

/// log x, to 1 ulp. -infinity of either zero, NaN of what is negative.
struct logarithm : real_function<logarithm> {
  static constexpr char const* name = "log";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    using T = element_of<V>;
    using constants = logarithm_constants<T>;
    using limits = std::numeric_limits<T>;
    V const zero(T(0)), infinity(limits::infinity());
    auto const small = less{}(x, V(limits::min()));
    V const normal = choose(small, product_of(x, V(constants::lift)), x);
    constexpr T bias = constants::integers + exponent_bias<T>;
    V const offset = choose(small, V(bias + constants::lifted), V(bias));

    // The exponent steps at sqrt(1/2), not at 1.
    constexpr auto one = word<T>(exponent_bias<T>) << fraction_bits<T>;
    auto const stepped = words(normal) + (one - constants::root_half);
    V const k = from_words<V>((stepped >> fraction_bits<T>) | words(constants::integers)) - offset;
    constexpr auto fraction = (word<T>(1) << fraction_bits<T>)-1;
    V const f = from_words<V>((stepped & fraction) + constants::root_half) - V(T(1));

    V const y = choose(less{}(x, infinity), logarithm_of(f, k), x);
    V const pole = choose(less{}(x, zero), V(limits::quiet_NaN()), -infinity);
    return choose(less_equal{}(x, zero), pole, y);
  }
  static long double apply(long double x) { return std::log(x); }
};

}  // namespace tessera::inline TESSERA_ISA::simd
