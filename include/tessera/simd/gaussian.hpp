// SPDX-License-Identifier: BSL-1.0
#pragma once
// The Gaussian linear unit: x times the probability that a normal variable is below x.

#include <tessera/simd/exponential.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// P(X < -a) = e^(-a^2/2) p(t) / (a + pole) for a normal X, with t = (a - pole) / (a + pole). From
/// `most` on, a P(X < -a) rounds to 0.
template<class T>
struct gaussian_constants;
template<>
struct gaussian_constants<float> {
  static constexpr float pole = 3.5f, most = 14.4f;
  static constexpr std::uint32_t upper_half = 0xfffff000;
  // Degree 9: 2^-26.9.
  static constexpr float p[] = {0.74441607358919184712f,    -0.56556173923192993826f,
                                0.31542509130707371788f,    -0.1160531747829530607f,
                                0.017405821990664939361f,   0.0064937268446327285917f,
                                -0.0031728323491400946332f, -0.00049504099842668905088f,
                                0.00041832836177924976356f, 0.00010869708682001466825f};
};
template<>
struct gaussian_constants<double> {
  static constexpr double pole = 5, most = 38.6;
  static constexpr std::uint64_t upper_half = 0xfffffffff8000000;
  // Degree 22: 2^-57.
  static constexpr double p[] = {
      0.7691930497500629555,      -0.66538250289005678428,     0.49530561596997743931,
      -0.31353315667129585906,    0.16502036617032975134,      -0.069118638706582042126,
      0.020795066800998729563,    -0.0029933767664926510766,   -0.00079786940971197533695,
      0.00054489903123583973934,  -0.000059375664582835485934, -0.000049762641611861073887,
      0.000016681004690751608948, 3.9803332233799349604e-6,    -2.7688748034107299008e-6,
      -3.3541211924803427892e-7,  4.3279404487177433844e-7,    4.0695771881195768393e-8,
      -6.5974084918281744834e-8,  -8.1435178114506946167e-9,   7.9644246774436686819e-9,
      1.3793281062291452578e-9,   -3.2346310225784504111e-10};
};

/// a^2, rounded, and what was lost.
template<class V>
TESSERA_INLINE constexpr unrounded<V> exact_square(V const& a) {
  if constexpr (has_fma) {
    V const square = product_of(a, a);
    return {square, multiply_add(a, a, -square)};
  } else {
    V const high = from_words<V>(words(a) & gaussian_constants<element_of<V>>::upper_half);
    V const most = high * high, rest = (a - high) * (a + high), square = most + rest;
    return {square, (most - square) + rest};
  }
}

/// x P(X < x) = max(x, 0) - |x| P(X < -|x|), so nothing cancels; to 5 ulp.
struct gaussian_linear : real_function<gaussian_linear> {
  static constexpr char const* name = "gelu";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    using T = element_of<V>;
    using constants = gaussian_constants<T>;
    V const a = lesser(V(constants::most), absolute{}(x));
    auto const square = exact_square(a);
    auto parts = split_exponent<V>::from(square.high * V(T(-0.5)));
    parts.rest = multiply_add(square.low, V(T(-0.5)), parts.rest);
    // a / (a + pole) is accurate near 0 too, where a - pole is not.
    V const u = a / (a + V(constants::pole)), t = multiply_add(u, V(T(2)), V(T(-1)));
    V const tail = product_of(u, polynomial(t, constants::p));
    return larger(V(T(0)), x) - product_of(parts.exponential(), tail);
  }
  static long double apply(long double x) { return x * std::erfc(-x / std::sqrt(2.0L)) / 2; }
};

}  // namespace tessera::inline TESSERA_ISA::simd
