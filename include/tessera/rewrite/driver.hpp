// SPDX-License-Identifier: BSL-1.0
#pragma once
// Rules and the driver that applies them: from the leaves up, the first rule of the list that fits,
// until none does. A rule is a named function object whose parameter is the left-hand side of an
// equation and whose result is the right-hand side. Each shrinks a measure that it states, so the
// driver stops.

#include <tessera/expr/operators.hpp>

namespace tessera::inline TESSERA_ISA {

/// What a rule does to the bits of the result.
enum class rounding_effect { exact, reassociating };

/// Is E the left-hand side of this rule, its side condition met?
template<class Rule, class E>
concept rewrites = requires(Rule const& rule, E const& e) { rule(e); };

/// The tree e after as many rules as apply. Everything happens at compile time but the copying of
/// views.
template<class Rules, class E>
constexpr auto rewrite(Rules const& rules, E const& e) {
  auto const tree = with_children(e, [&](auto const& child) { return rewrite(rules, child); });
  using Tree = std::remove_const_t<decltype(tree)>;
  auto const rule = hana::find_if(rules, [](auto const& r) {
    return hana::bool_c<rewrites<std::remove_cvref_t<decltype(r)>, Tree>>;
  });
  if constexpr (decltype(hana::is_just(rule))::value) return rewrite(rules, (*rule)(tree));
  else return tree;
}

/// From is rewritten to To.
template<class From, class To, class Rules>
concept becomes_by =
    std::same_as<decltype(rewrite(std::declval<Rules const&>(), std::declval<From const&>())), To>;

}  // namespace tessera::inline TESSERA_ISA
