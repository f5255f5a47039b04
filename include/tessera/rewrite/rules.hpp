// SPDX-License-Identifier: BSL-1.0
#pragma once
// The ordered lists of rules. A list of one's own is a Hana tuple: hana::prepend(rules::all,
// my_rule).

#include <tessera/rewrite/chain.hpp>
#include <tessera/rewrite/distribute.hpp>
#include <tessera/rewrite/epilogue.hpp>
#include <tessera/rewrite/partial.hpp>
#include <tessera/rewrite/scalars.hpp>
#include <tessera/rewrite/share.hpp>
#include <tessera/rewrite/structure.hpp>
#include <tessera/rewrite/sums.hpp>
#include <tessera/rewrite/transpose.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// Every rule, in order of preference within its pass.
inline constexpr auto all = hana::make_tuple(
    // algebra
    cancel_transposes{}, transpose_leaf{}, push_transpose{}, drop_identity{}, drop_zero{},
    scale_by_diagonal{}, slice_leaf{}, push_slice{}, push_pick{}, pick_from_product{},
    sum_product{}, split_sum{}, sum_of_sums{}, scalar_first{}, merge_scalars{}, gather_scalars{},
    cancel_negations{}, expand_update{},
    // order
    square_product{}, order_chain{},
    // fusion
    outer_product{}, halve_gram{}, factor_out{}, join_products{}, share_product{}, store_product{},
    store_repeated{}, lift_choice{}, fuse_epilogue{});

using all_rules = std::remove_const_t<decltype(all)>;

/// The rules that do not change a bit of the result.
inline constexpr auto exact = hana::filter(all, [](auto const& rule) {
  return hana::bool_c < std::remove_cvref_t<decltype(rule)>::rounding == rounding_effect::exact > ;
});

/// The tree as it was written.
inline constexpr auto none = hana::make_tuple();

}  // namespace tessera::inline TESSERA_ISA::rules
