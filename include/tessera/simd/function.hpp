// SPDX-License-Identifier: BSL-1.0
#pragma once
// The functions that element-wise trees are made of: each is called with elements and with batches
// alike and gives the same bits for both.

#include <tessera/simd/arithmetic.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Batches in, one batch out; elements of several types meet in their common type.
template<class Op>
struct arithmetic {
  template<class V>
  TESSERA_INLINE constexpr V operator()(V const& a, V const& b) const {
    return Op::apply(a, b);
  }
  template<class A, class B>
    requires(!std::is_same_v<A, B>)
  TESSERA_INLINE constexpr auto operator()(A const& a, B const& b) const {
    using T = std::common_type_t<A, B>;
    return Op::apply(static_cast<T>(a), static_cast<T>(b));
  }
};

struct plus : arithmetic<plus> {
  static constexpr char const* name = "+";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) { return sum_of(a, b); }
};

struct minus : arithmetic<minus> {
  static constexpr char const* name = "-";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return difference_of(a, b);
  }
};

struct times : arithmetic<times> {
  static constexpr char const* name = "%";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return product_of(a, b);
  }
};

struct over : arithmetic<over> {
  static constexpr char const* name = "/";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return static_cast<std::remove_cvref_t<decltype(a)>>(a / b);
  }
};

struct negate {
  static constexpr char const* name = "-";
  template<class V>
  TESSERA_INLINE constexpr V operator()(V const& a) const {
    if constexpr (is_integer<V>) return static_cast<V>(0u - wrapping(a));
    else return -a;
  }
};

/// max(x, 0). NaN stays NaN, -0 stays -0.
struct rectify {
  static constexpr char const* name = "relu";
  template<class V>
  TESSERA_INLINE constexpr V operator()(V const& a) const {
    return larger(V(element_of<V>(0)), a);
  }
};

}  // namespace tessera::inline TESSERA_ISA::simd
