// SPDX-License-Identifier: BSL-1.0
#pragma once
// The walk of rewrite/driver.hpp again, with a line for each rule that fires: its name, what it
// does to rounding, and the whole tree after it.

#include <tessera/explain/fired.hpp>
#include <tessera/explain/tree.hpp>
#include <tessera/lower/chain.hpp>
#include <tessera/rewrite/rules.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// One rule that fired.
struct event {
  std::string rule, tree, note;
  bool exact;
};

/// The way from a node up to the root, and how to write what is around the node.
struct frame {
  frame const* up;
  composer const* with;
  item (*compose)(composer const&, void const* node, std::vector<item>);
  void const* node;
  std::vector<item> const* kids;
  std::size_t at;
  bool taken;
};
template<class E>
item compose_node(composer const& with, void const* node, std::vector<item> kids) {
  return with.over(*static_cast<E const*>(node), std::move(kids));
}
inline std::string whole_text(frame const* f, item x) {
  for (; f; f = f->up) {
    auto kids = *f->kids;
    kids[f->at] = std::move(x);
    x = f->compose(*f->with, f->node, std::move(kids));
  }
  return x.text();
}

// --- what only run-time extents and addresses say

inline constexpr char const* shared_factor = " is the same matrix in both products";

/// What a chain costs in its order, and from left to right.
template<class... A>
std::string chain_note(hana::basic_tuple<A...> const& factors) {
  constexpr std::size_t n = sizeof...(A);
  auto const extent = lowering::run_time_extents(factors);
  double const best = chain_order<n>(extent).cost[0][n - 1];
  double left_to_right = 0;
  for (std::size_t k = 1; k < n; ++k)
    left_to_right += double(extent[0]) * double(extent[k]) * double(extent[k + 1]);
  if (best == left_to_right) return flops_text(2 * best) + ": no order costs less";
  return flops_text(2 * best) + "; from left to right " + flops_text(2 * left_to_right);
}

template<class Rule, class Before, class After>
std::string note_on(composer const&, Rule const&, [[maybe_unused]] Before const& before,
                    After const&) {
  if constexpr (std::is_same_v<Rule, rules::order_chain>)
    return chain_note(rules::factors_of(before));
  else return {};
}
template<class F, class A, class B, class C, class D, class Then, class Else>
std::string note_on(composer const& with, rules::factor_out const&,
                    mapped<F, product<A, B>, product<C, D>> const& before,
                    either<Then, Else> const&) {
  return hana::unpack(before.args, [&](auto const& ab, auto const& cd) -> std::string {
    if (rules::may_be_same<A, C>)
      if (rules::same_value(ab.a, cd.a)) return with.tree(ab.a).text() + shared_factor;
    if (rules::may_be_same<B, D>)
      if (rules::same_value(ab.b, cd.b)) return with.tree(ab.b).text() + shared_factor;
    return "no factor is the same in both products: summed in one chain";
  });
}
template<class Before, class Then, class Else>
std::string note_on(composer const& with, rules::square_product const&, Before const& before,
                    either<Then, Else> const& after) {
  if (after.first) return with.tree(before.b).text() + " is computed once, and half of the square";
  return chain_note(after.otherwise.factors) + "; not a square, or no cheaper as one";
}
template<class Before, class Then, class Else>
std::string note_on(composer const&, rules::share_product const&, Before const&,
                    either<Then, Else> const& after) {
  return after.first ? "both products read the same memory: one is computed, and used twice"
                     : "the products read different memory: each is computed";
}
template<class A, class B>
std::string note_on(composer const&, rules::halve_gram const&, product<A, B> const&,
                    gram<A, B> const& after) {
  return after.symmetric ? "the factors are transposes of each other: half of it is mirrored"
                         : "the factors are not transposes of each other: all of it is computed";
}

// --- the walk

template<class E>
bool is_taken(E const&, std::size_t) {
  return true;
}
template<class A, class B>
bool is_taken(either<A, B> const& e, std::size_t child) {
  return (child == 0) == e.first;
}
inline bool runs(frame const* f) {
  for (; f; f = f->up)
    if (!f->taken) return false;
  return true;
}

template<rules::pass Turn, class Rules, class E>
auto traced_in(Rules const& list, E const& e, composer const& with, frame const* up,
               std::vector<event>& log) {
  std::vector<item> kids = with.kids(e);
  std::size_t at = 0;
  auto const tree = in_order(e, [&](auto const& child) {
    frame const here{up, &with, &compose_node<E>, &e, &kids, at, is_taken(e, at)};
    auto const better = traced_in<Turn>(list, child, with, &here, log);
    kids[at++] = with.tree(better);
    return better;
  });
  constexpr auto which = rules::fit<Turn, std::remove_const_t<decltype(tree)>, Rules>;
  if constexpr (which < items_in<Rules>) {
    auto const& rule = hana::at_c<which>(list);
    auto const next = rule(tree);
    using Rule = std::remove_cvref_t<decltype(rule)>;
    log.push_back({std::string(name_of<Rule>("a rule")), whole_text(up, with.tree(next)),
                   runs(up) ? note_on(with, rule, tree, next) : "on the way that is not taken",
                   Rule::rounding == rules::rounding_effect::exact});
    return traced_in<Turn>(list, next, with, up, log);
  } else {
    return tree;
  }
}

/// rules::rewrite, with a log.
template<class Rules, class E>
auto traced(Rules const& list, E const& e, composer const& with, std::vector<event>& log) {
  using rules::pass;
  auto const algebra = traced_in<pass::algebra>(list, e, with, nullptr, log);
  auto const order = traced_in<pass::order>(list, algebra, with, nullptr, log);
  return traced_in<pass::fusion>(list, order, with, nullptr, log);
}

}  // namespace tessera::inline TESSERA_ISA::explaining
