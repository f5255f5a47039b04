// SPDX-License-Identifier: BSL-1.0
#pragma once
// tanh |x| = E / (E + 2) with E = e^(2|x|) - 1 = 2^n (e^r - 1) + (2^n - 1), which is as accurate
// near 0 as it is elsewhere.

#include <tessera/simd/exponential.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// tanh x, to 3 ulp. The sign of zero is kept.
struct hyperbolic_tangent : real_function<hyperbolic_tangent> {
  static constexpr char const* name = "tanh";
  template<class V>
  TESSERA_INLINE static constexpr V apply(V const& x) {
    using T = element_of<V>;
    // From 20 on it is 1, in double too.
    V const size = lesser(V(T(20)), absolute{}(x));
    auto const parts = split_exponent<V>::from(size + size);
    V const power = parts.power_of_two();
    V const e = multiply_add(power, parts.fraction(), power - V(T(1)));
    auto const sign = words(x) & (word<T>(1) << (8 * sizeof(T) - 1));
    return from_words<V>(words(e / (e + V(T(2)))) | sign);
  }
  static long double apply(long double x) { return std::tanh(x); }
};

}  // namespace tessera::inline TESSERA_ISA::simd
