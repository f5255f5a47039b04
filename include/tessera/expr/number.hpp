// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers that are compared with integers: they take the elements' type, and have to be a value of
// it.

#include <stdexcept>

#include <tessera/expr/capture.hpp>

namespace tessera::inline TESSERA_ISA {

/// Is x, an integer, also a value of the integers T?
template<class T, class X>
constexpr bool holds_value(X x) {
  return static_cast<X>(static_cast<T>(x)) == x && (static_cast<T>(x) < T(0)) == (x < X(0));
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_number_error() {
  throw std::out_of_range(
      "A < s, max(A, s), clamp(A, s, t) and their like: numbers must be values that an element of A can have; cast A first");
}

/// Throws: std::out_of_range where the number x is none that an element of E can have. Integers
/// only: fractions among integers are compared as fractions.
template<class E, class X>
TESSERA_INLINE constexpr void check_comparable(X const& x) {
  if constexpr (expression<E> && std::is_integral_v<X>)
    if constexpr (std::is_integral_v<value_of<E>>)
      if (!holds_value<value_of<E>>(x)) throw_number_error();
}

}  // namespace tessera::inline TESSERA_ISA
