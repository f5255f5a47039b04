// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a reduction does with two partial results, elements and batches alike.

#include <cstddef>
#include <limits>

#include <tessera/simd/order.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Does the value of reduction R say where, not what?
template<class R>
inline constexpr bool finds_place = false;

template<class R, class T>
using reduction_of = std::conditional_t<finds_place<R>, std::ptrdiff_t, T>;

/// The sum; of nothing, 0.
struct adds {
  static constexpr char const* name = "sum";
  template<class T>
  static constexpr T begin() {
    return T(0);
  }
  template<class V>
  TESSERA_INLINE static constexpr V combine(V const& a, V const& b) {
    return sum_of(a, b);
  }
};

/// The least or the greatest element; NaN where there is one. Of nothing there is none.
template<bool Greatest>
struct outermost {
  static constexpr char const* name = Greatest ? "max" : "min";
  template<class T>
  static constexpr T begin() {
    using limits = std::numeric_limits<T>;
    if constexpr (limits::has_infinity) return Greatest ? -limits::infinity() : limits::infinity();
    else return Greatest ? limits::lowest() : limits::max();
  }
  /// `item` first: what is asked of the first operand alone need not wait for the total.
  template<class V>
  TESSERA_INLINE static constexpr V combine(V const& total, V const& item) {
    return Greatest ? larger_one{}(item, total) : smaller{}(item, total);
  }
};
using least = outermost<false>;
using greatest = outermost<true>;

/// |x|^2: x x, or the squares of both parts.
struct squared_modulus {
  static constexpr char const* name = "square";
  template<class V>
    requires(!is_complex<element_of<V>>)
  TESSERA_INLINE constexpr V operator()(V const& x) const {
    return product_of(x, x);
  }
  template<class T>
  TESSERA_INLINE constexpr T operator()(std::complex<T> const& x) const {
    return product_of(x.real(), x.real()) + product_of(x.imag(), x.imag());
  }
};

/// The index of the first least or greatest element: of row_argmax a column, of argmax the count of
/// elements before it, row by row. The first NaN where there is one.
template<class Extreme>
struct place_of {
  static constexpr char const* name = std::is_same_v<Extreme, greatest> ? "argmax" : "argmin";
  using extreme = Extreme;
};
template<class Extreme>
inline constexpr bool finds_place<place_of<Extreme>> = true;

/// Has R no value where there are no elements?
template<class R>
inline constexpr bool wants_elements = !std::is_same_v<R, adds>;

}  // namespace tessera::inline TESSERA_ISA::simd
