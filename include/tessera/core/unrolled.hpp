// SPDX-License-Identifier: BSL-1.0
#pragma once
// Loops that are gone before the compiler looks: each round is a call with a constant of its own,
// so that the arrays it indexes are taken apart into registers, whatever else happens to them.

#include <utility>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// f(0), f(1), ..., f(N - 1), each argument a constant. f should be TESSERA_INLINE, too.
template<int N, int I = 0, class F>
TESSERA_INLINE constexpr void unrolled(F const& f) {
  // Not a fold in a lambda: that would be one more copy of all rounds for the compiler.
  if constexpr (I < N) f(std::integral_constant<int, I>{});
  if constexpr (I + 1 < N) f(std::integral_constant<int, I + 1>{});
  if constexpr (I + 2 < N) f(std::integral_constant<int, I + 2>{});
  if constexpr (I + 3 < N) f(std::integral_constant<int, I + 3>{});
  if constexpr (I + 4 < N) unrolled<N, I + 4>(f);
}

}  // namespace tessera::inline TESSERA_ISA
