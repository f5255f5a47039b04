// SPDX-License-Identifier: BSL-1.0
#pragma once
// Loops of known length as straight-line code at every optimisation level, so that arrays of batches live in registers.

#include <cstddef>
#include <type_traits>
#include <utility>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// f(0), f(1), ... f(N - 1), each argument a std::integral_constant<int, i>.
template<int N, class F>
TESSERA_INLINE constexpr void unroll(F const& f) {
  [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
    (f(std::integral_constant<int, I>{}), ...);
  }(std::make_integer_sequence<int, N>{});
}

}  // namespace tessera::inline TESSERA_ISA
