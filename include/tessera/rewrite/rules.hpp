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

using all_rules = hana::tuple<
    // algebra
    cancel_transposes, transpose_leaf, push_transpose, transpose_sum, drop_identity, drop_zero,
    scale_by_diagonal, slice_leaf, push_slice, push_pick, slice_to_vector, pick_from_product,
    sum_product, split_sum, sum_of_sums, scalar_first, merge_scalars, gather_scalars,
    cancel_negations, expand_update,
    // order
    square_product, order_chain,
    // fusion
    outer_product, halve_gram, factor_out, join_products, share_product, store_product,
    store_repeated, lift_choice, fuse_epilogue>;

/// Every rule, in order of preference within its pass.
inline constexpr all_rules all{};

/// `Kept`, and behind it those of the others that do not change a bit. (hana::filter of as many
/// rules costs each translation unit 50 ms.)
template<class Kept, class... Rules>
struct exact_among {
  using type = Kept;
};
template<class... Kept, class Rule, class... Rest>
struct exact_among<hana::tuple<Kept...>, Rule, Rest...>
    : exact_among<std::conditional_t<Rule::rounding == rounding_effect::exact,
                                     hana::tuple<Kept..., Rule>, hana::tuple<Kept...>>,
                  Rest...> {};
template<class... Rules>
struct exact_among<hana::tuple<>, hana::tuple<Rules...>> : exact_among<hana::tuple<>, Rules...> {};

/// The rules that do not change a bit of the result.
inline constexpr exact_among<hana::tuple<>, all_rules>::type exact{};

/// The tree as it was written.
inline constexpr auto none = hana::make_tuple();

}  // namespace tessera::inline TESSERA_ISA::rules
