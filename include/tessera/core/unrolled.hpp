// SPDX-License-Identifier: BSL-1.0
#pragma once
// Loops that are gone before the compiler looks: each round is a call with a constant of its own,
// so that the arrays it indexes are taken apart into registers, whatever else happens to them.

#include <utility>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// f(0), f(1), ..., f(N - 1), each argument a constant. f should be TESSERA_INLINE, too.
template<int N, class F>
TESSERA_INLINE constexpr void unrolled(F const& f) {
  [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
    (f(std::integral_constant<int, I>{}), ...);
  }(std::make_integer_sequence<int, N>{});
}

}  // namespace tessera::inline TESSERA_ISA
