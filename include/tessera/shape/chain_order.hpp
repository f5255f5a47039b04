// SPDX-License-Identifier: BSL-1.0
#pragma once
// In which order a product of several factors costs least.

#include <array>
#include <cstddef>

#include <tessera/shape/extent.hpp>

namespace tessera::inline TESSERA_ISA {

/// The cheapest order of a chain of N factors, the i-th of which is extent[i] x extent[i + 1], by
/// dynamic programming over all intervals. O(N^3).
/// Source: Cormen et al., Introduction to Algorithms, matrix-chain multiplication.
template<std::size_t N>
struct chain_order {
  /// Multiply-adds of factors i .. j, and the last factor of the left part.
  std::array<std::array<double, N>, N> cost{};
  std::array<std::array<int, N>, N> split{};

  constexpr explicit chain_order(std::array<index_t, N + 1> const& extent) {
    for (std::size_t length = 2; length <= N; ++length)
      for (std::size_t i = 0, j = length - 1; j < N; ++i, ++j) {
        cost[i][j] = -1;
        for (std::size_t k = i; k < j; ++k) {
          double const here = cost[i][k] + cost[k + 1][j] +
                              double(extent[i]) * double(extent[k + 1]) * double(extent[j + 1]);
          // The first of equals: from left to right unless that costs more.
          if (cost[i][j] < 0 || here <= cost[i][j]) cost[i][j] = here, split[i][j] = int(k);
        }
      }
  }
};

}  // namespace tessera::inline TESSERA_ISA
