// SPDX-License-Identifier: BSL-1.0
#pragma once
// The fused multiply-add in constant expressions, where no instruction is to be had (clang does not
// evaluate std::fma). Boldo & Melquiond, "Emulation of a FMA and Correctly Rounded Sums: Proved
// Algorithms Using Rounding to Odd", IEEE Transactions on Computers 57, 2008.

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// A sum that was not rounded: high + low.
template<class T>
struct unrounded {
  T high, low;
};

/// a + b exactly (Knuth).
template<class T>
constexpr unrounded<T> exact_sum(T a, T b) {
  T const sum = a + b, b_part = sum - a, a_part = sum - b_part;
  return {sum, (a - a_part) + (b - b_part)};
}

/// a b exactly (Dekker), by splitting each factor into halves whose products are exact.
template<class T>
constexpr unrounded<T> exact_product(T a, T b) {
  constexpr T splitter = T(std::uint64_t{1} << (std::numeric_limits<T>::digits + 1) / 2) + 1;
  T const ca = splitter * a, a_high = ca - (ca - a), a_low = a - a_high;
  T const cb = splitter * b, b_high = cb - (cb - b), b_low = b - b_high;
  T const p = a * b;
  return {p, a_low * b_low - (((p - a_high * b_high) - a_low * b_high) - a_high * b_low)};
}

/// a + b, rounded to the neighbour with an odd last bit where it is not exact.
template<class T>
constexpr T sum_to_odd(T a, T b) {
  using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  auto const [sum, error] = exact_sum(a, b);
  auto const word = std::bit_cast<bits>(sum);
  if (error == 0 || (word & 1) != 0) return sum;
  return std::bit_cast<T>((error > 0) == (sum > 0) ? word + 1 : word - 1);
}

/// a b + c, rounded once. Exact where neither a product nor a part of one under- or overflows.
template<class T>
constexpr T exact_fma(T a, T b, T c) {
  T const plain = a * b + c;
  constexpr T largest = std::numeric_limits<T>::max();
  if (!(plain >= -largest && plain <= largest) || a == 0 || b == 0) return plain;
  auto const product = exact_product(a, b);
  auto const low = exact_sum(c, product.low);
  auto const high = exact_sum(product.high, low.high);
  return high.high + sum_to_odd(low.low, high.low);
}

}  // namespace tessera::inline TESSERA_ISA::simd
