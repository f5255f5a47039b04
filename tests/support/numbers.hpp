// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers whose sums round, and comparison down to the bit.

#include <complex>
#include <cstdint>
#include <cstring>

#include <tessera/tessera.hpp>

namespace support {

using tessera::index_t;

/// A sequence of numbers in [-1, 1) with full mantissas, or of small integers.
class sequence {
public:
  explicit sequence(std::uint64_t seed) : state_(seed * 2 + 1) {}

  template<class T>
  T next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    auto const word = static_cast<std::int32_t>(state_ >> 32);
    if constexpr (tessera::simd::is_complex<T>) {
      using real = typename T::value_type;
      real const re = next<real>();
      return {re, next<real>()};
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<T>(word);
    } else {
      return static_cast<T>(word) / static_cast<T>(2147483648.0);
    }
  }

private:
  std::uint64_t state_;
};

template<class M>
void fill(M&& m, std::uint64_t seed) {
  sequence numbers(seed);
  for (index_t i = 0; i < m.rows(); ++i)
    for (index_t j = 0; j < m.cols(); ++j) m(i, j) = numbers.next<tessera::value_of<M>>();
}

template<class T>
tessera::matrix<T> random_matrix(index_t rows, index_t cols, std::uint64_t seed) {
  tessera::matrix<T> m(rows, cols);
  fill(m, seed);
  return m;
}

/// The same shape and, element by element, the same bytes: -0 is not +0, and NaN is NaN.
template<class A, class B>
bool same_bits(A const& a, B const& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  for (index_t i = 0; i < a.rows(); ++i)
    for (index_t j = 0; j < a.cols(); ++j) {
      auto const x = a(i, j), y = b(i, j);
      static_assert(std::is_same_v<decltype(x), decltype(y)>);
      if (std::memcmp(&x, &y, sizeof x) != 0) return false;
    }
  return true;
}

}  // namespace support
