// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions that only choose among their operands: min, max, clamp, abs. Exact for all types.

#include <tessera/simd/mask.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// a < b ? a : b, so b where either is NaN or both are zero; as x86's min does.
template<class V>
TESSERA_INLINE constexpr V lesser(V const& a, V const& b) {
  return from_raw<V>(raw(a) < raw(b) ? raw(a) : raw(b));
}

/// a where a is NaN, else b.
template<class V>
TESSERA_INLINE constexpr V nan_or(V const& a, V const& b) {
  if constexpr (std::is_floating_point_v<element_of<V>>)
    return from_raw<V>(raw(a) == raw(a) ? raw(b) : raw(a));
  else return b;
}

/// Batches in, one batch out; elements of two types meet in their common type.
template<class Op>
struct extreme {
  template<class V>
    requires has_order<element_of<V>>
  TESSERA_INLINE constexpr V operator()(V const& a, V const& b) const {
    return nan_or(a, Op::apply(a, b));
  }
  template<class A, class B>
    requires(!std::is_same_v<A, B> && std::is_arithmetic_v<A> && std::is_arithmetic_v<B>)
  TESSERA_INLINE constexpr auto operator()(A const& a, B const& b) const {
    using T = std::common_type_t<A, B>;
    return (*this)(static_cast<T>(a), static_cast<T>(b));
  }
};

/// The smaller of two; NaN where either is NaN.
struct smaller : extreme<smaller> {
  static constexpr char const* name = "min";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) { return lesser(a, b); }
};

/// The larger of two; NaN where either is NaN.
struct larger_one : extreme<larger_one> {
  static constexpr char const* name = "max";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) { return larger(a, b); }
};

/// min(max(x, low), high). NaN stays NaN; a bound that is NaN is no bound.
struct clamp {
  static constexpr char const* name = "clamp";
  template<class V>
    requires has_order<element_of<V>>
  TESSERA_INLINE constexpr V operator()(V const& x, V const& low, V const& high) const {
    return lesser(high, larger(low, x));
  }
  template<class X, class Low, class High>
    requires(std::is_arithmetic_v<X> && std::is_arithmetic_v<Low> && std::is_arithmetic_v<High> &&
             !(std::is_same_v<X, Low> && std::is_same_v<X, High>))
  TESSERA_INLINE constexpr auto operator()(X const& x, Low const& low, High const& high) const {
    using T = std::common_type_t<X, Low, High>;
    return (*this)(static_cast<T>(x), static_cast<T>(low), static_cast<T>(high));
  }
};

/// |x|. The least integer stays what it is. The modulus of a complex element is real.
struct absolute {
  static constexpr char const* name = "abs";
  template<class V>
    requires(!is_complex<element_of<V>>)
  TESSERA_INLINE constexpr V operator()(V const& x) const {
    using T = element_of<V>;
    if constexpr (std::is_floating_point_v<T> && sizeof(T) <= 8) {
      return from_words<V>(words(x) & ~(word<T>(1) << (8 * sizeof(T) - 1)));
    } else if constexpr (std::is_unsigned_v<T>) {
      return x;
    } else if constexpr (std::is_class_v<T>) {
      return x < T(0) ? T(0) - x : x;
    } else if constexpr (is_batch<V>) {
      auto const flipped = -(raw_of<V, std::make_unsigned_t<T>>)x.data;
      return from_raw<V>(raw(x) < 0 ? (raw_of<V>)flipped : raw(x));
    } else if constexpr (std::is_integral_v<T>) {
      return x < 0 ? difference_of(T(0), x) : x;
    } else {
      return x < 0 || x == 0 ? 0 - x : x;
    }
  }
  template<class T>
  TESSERA_INLINE T operator()(std::complex<T> const& x) const {
    return std::abs(x);
  }
};

}  // namespace tessera::inline TESSERA_ISA::simd
