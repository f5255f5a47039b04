// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions of a real number. Each is one algorithm over elements and batches of float and double,
// made of steps that round alike in both; so it gives the same bits wherever the hardware has a
// fused multiply-add. Integers become double first; long double goes to the standard library.

#include <cmath>

#include <tessera/core/because.hpp>
#include <tessera/simd/arithmetic.hpp>

namespace tessera::inline TESSERA_ISA::simd {

template<class T>
concept real = !is_complex<T> || because<"exp, log, sqrt, tanh, pow ...: of real numbers only">;

/// F::apply, of what is in one of its types already; of integers, element by element, in double.
template<class F>
struct real_function {
  template<class V>
    requires(real<element_of<V>> && (!is_batch<V> || std::is_floating_point_v<element_of<V>>))
  TESSERA_INLINE constexpr auto operator()(V const& x) const {
    if constexpr (std::is_floating_point_v<element_of<V>>) return F::apply(x);
    else return F::apply(static_cast<double>(x));
  }
};

}  // namespace tessera::inline TESSERA_ISA::simd
