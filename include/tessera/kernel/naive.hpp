// SPDX-License-Identifier: BSL-1.0
#pragma once
// The triple loop that every other kernel is tested against. Also in constant expressions, for
// every policy.

#include <tessera/kernel/finish.hpp>
#include <tessera/simd/chain.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// C = finish(A B), element by element: a chain of fused multiply-adds over p = 0 .. k - 1 from +0.
///   A   m x k, B   k x n, C   m x n   any strides
/// 2 m n k flops, one pass over C; nothing is allocated.
template<class T, class A, class B, class Finish>
constexpr void multiply_naive(extents mn, index_t k, A const& a, B const& b, Finish const& out) {
  for (index_t i = 0; i < mn.rows; ++i)
    for (index_t j = 0; j < mn.cols; ++j) {
      auto acc = simd::chain<T>::zero();
      for (index_t p = 0; p < k; ++p)
        acc.step(static_cast<T>(a.at(i, p, T(0))), static_cast<T>(b.at(p, j, T(0))));
      out.write(acc.value(), i, j, all_lanes{});
    }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
