// SPDX-License-Identifier: BSL-1.0
#pragma once
// pow, lane by lane from the standard library: correct to 1 ulp for all arguments is a long story.

#include <tessera/simd/real.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// a^b. Elements of two types meet in their common type, integers in double.
struct power {
  static constexpr char const* name = "pow";
  template<class V>
    requires(is_batch<V> && std::is_floating_point_v<element_of<V>>)
  TESSERA_INLINE V operator()(V const& a, V const& b) const {
    alignas(64) element_of<V> x[std::size_t(lanes_of<V>)], y[std::size_t(lanes_of<V>)];
    store_to(x, a), store_to(y, b);
    for (int i = 0; i < lanes_of<V>; ++i) x[i] = std::pow(x[i], y[i]);
    return load_from<V>(x);
  }
  template<class A, class B>
    requires(std::is_arithmetic_v<A> && std::is_arithmetic_v<B>)
  TESSERA_INLINE constexpr auto operator()(A const& a, B const& b) const {
    using common = std::common_type_t<A, B>;
    using T = std::conditional_t<std::is_integral_v<common>, double, common>;
    return std::pow(static_cast<T>(a), static_cast<T>(b));
  }
};

}  // namespace tessera::inline TESSERA_ISA::simd
