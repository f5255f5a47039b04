// SPDX-License-Identifier: BSL-1.0
#pragma once
// A constraint that explains itself: `same_extent<K, L> || because<"A * B: ...", K, L>` is false
// with a sentence, and the compiler prints the sentence and the numbers at the user's line. The
// idea is that of mp-units' concepts. `bool(...)` around the left-hand side keeps the compiler from
// taking it apart in front of the reader.

#include <algorithm>
#include <cstddef>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

template<std::size_t N>
struct sentence {
  char text[N]{};
  consteval sentence(char const (&s)[N]) { std::copy_n(s, N, text); }
};

/// Always false. Printed by the compiler, with its reason, where a constraint ends in it.
template<sentence Why, auto... Values>
inline constexpr bool because = false;

/// E, as the parameter of a function that is deleted for each E that does not fit: the compiler
/// shows the declaration, and with it the sentence. Unlike an assertion this leaves
/// `std::is_constructible` and its like right.
template<class E, sentence Why>
using refused = E;

}  // namespace tessera::inline TESSERA_ISA
