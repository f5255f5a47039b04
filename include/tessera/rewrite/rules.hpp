// SPDX-License-Identifier: BSL-1.0
#pragma once
// The ordered lists of rules. A list of one's own is a Hana tuple: hana::prepend(rules::all,
// my_rule).

#include <tessera/rewrite/epilogue.hpp>
#include <tessera/rewrite/transpose.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// Every rule, in order of preference.
inline constexpr auto all =
    hana::make_tuple(cancel_transposes{}, transpose_leaf{}, push_transpose{}, fuse_epilogue{});

/// The rules that do not change a bit of the result. So far that is all of them.
inline constexpr auto exact = hana::filter(all, [](auto const& rule) {
  return hana::bool_c < std::remove_cvref_t<decltype(rule)>::rounding == rounding_effect::exact > ;
});

/// The tree as it was written.
inline constexpr auto none = hana::make_tuple();

}  // namespace tessera::inline TESSERA_ISA::rules
