// SPDX-License-Identifier: BSL-1.0
#pragma once
// Rules and the driver that applies them: pass by pass, from the leaves up, the first rule of the
// list that fits, until none does. A rule is a named function object whose parameter is the
// left-hand side of an equation and whose result is the right-hand side. Each shrinks a measure
// that it states, so the driver stops.

#include <tessera/expr/generators.hpp>
#include <tessera/expr/reductions.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// Is a b = b a for the elements of E?
template<class E>
inline constexpr bool commutes = std::is_arithmetic_v<value_of<E>> || simd::is_complex<value_of<E>>;

/// What a rule does to the bits of the result.
enum class rounding_effect { exact, reassociating };

/// When a rule has its turn: the algebra of what was written, then the order of factors, then what
/// rides on what. A rule that does not say belongs to the algebra.
enum class pass { algebra, order, fusion };

template<class Rule>
inline constexpr pass pass_of = pass::algebra;
template<class Rule>
  requires requires { Rule::turn; }
inline constexpr pass pass_of<Rule> = Rule::turn;

template<class Rules>
inline constexpr bool is_list = false;
template<class... Rules>
inline constexpr bool is_list<hana::tuple<Rules...>> = true;

template<class Rules>
concept list =
    is_list<Rules> || because<"rules: they must be a hana::tuple of rules, as rules::all is">;

/// Is E the left-hand side of this rule, its side condition met?
template<class Rule, class E>
concept rewrites = requires(Rule const& rule, E const& e) { rule(e); };

/// The same for a rule of this pass. The cheap question comes first: a rule of another pass is not
/// tried.
template<pass Turn, class Rule, class E>
consteval bool fits() {
  if constexpr (pass_of<Rule> == Turn) return rewrites<Rule, E>;
  else return false;
}

/// The index of the first rule of this pass that fits E, or the number of rules.
template<pass Turn, class E, class... Rules>
consteval std::size_t first_fit(hana::tuple<Rules...> const*) {
  std::size_t i = 0;
  (void)((fits<Turn, Rules, E>() || (++i, false)) || ...);
  return i;
}

template<pass Turn, class E, class Rules>
inline constexpr std::size_t fit = first_fit<Turn, E>(static_cast<Rules const*>(nullptr));

/// The tree e after all rules of one pass that apply.
template<pass Turn, class Rules, class E>
constexpr auto rewrite_in(Rules const& rules, E const& e) {
  auto const tree =
      with_children(e, [&](auto const& child) { return rewrite_in<Turn>(rules, child); });
  constexpr auto which = fit<Turn, std::remove_const_t<decltype(tree)>, Rules>;
  if constexpr (which < items_in<Rules>)
    return rewrite_in<Turn>(rules, hana::at_c<which>(rules)(tree));
  else return tree;
}

/// e itself where no rule of the pass applies: a rule never leads back to the type that it took.
template<pass Turn, class Rules, class E>
constexpr decltype(auto) after(Rules const& rules, E const& e) {
  if constexpr (std::is_same_v<decltype(rewrite_in<Turn>(rules, e)), E>) return (e);
  else return rewrite_in<Turn>(rules, e);
}

/// The tree e after as many rules as apply; e itself where none does. Everything happens at compile
/// time but the copying of views, and the questions that only run-time extents and addresses can
/// answer.
template<class Rules, class E>
constexpr decltype(auto) rewrite(Rules const& rules, E const& e) {
  using better = std::remove_cvref_t<decltype(after<pass::fusion>(
      rules, after<pass::order>(rules, after<pass::algebra>(rules, e))))>;
  if constexpr (std::is_same_v<better, E>) {
    return (e);
  } else {
    auto const& simpler = after<pass::algebra>(rules, e);
    auto const& ordered = after<pass::order>(rules, simpler);
    return better(after<pass::fusion>(rules, ordered));
  }
}

/// From is rewritten to To.
template<class From, class To, class Rules>
concept becomes_by = std::same_as<std::remove_cvref_t<decltype(rewrite(
                                      std::declval<Rules const&>(), std::declval<From const&>()))>,
                                  To>;

}  // namespace tessera::inline TESSERA_ISA::rules
