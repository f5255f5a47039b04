// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which rules rewrite a tree, in which order: a fact of its type alone. The walk is that of
// rewrite/driver.hpp.

#include <array>

#include <tessera/explain/children.hpp>
#include <tessera/explain/name.hpp>
#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

template<rules::pass Turn, class Rules>
struct rewriter {
  Rules const& list;
  template<class E>
  constexpr auto operator()(E const& e) const {
    return rules::rewrite_in<Turn>(list, e);
  }
};

/// E after one pass.
template<rules::pass Turn, class Rules, class E>
using rewritten_in =
    decltype(std::declval<rewriter<Turn, Rules> const&>()(std::declval<E const&>()));

/// E after one pass over its children.
template<rules::pass Turn, class Rules, class E>
using rewritten_below =
    decltype(with_children(std::declval<E const&>(), std::declval<rewriter<Turn, Rules> const&>()));

template<std::size_t I, class Rules, class E>
using applied = std::remove_cvref_t<decltype(hana::at_c<I>(std::declval<Rules const&>())(
    std::declval<E const&>()))>;

/// f(the index of the rule) for each time that a rule of this pass fires.
template<rules::pass Turn, class Rules, class E, class F>
constexpr void for_each_fired(F& f) {
  [&]<class... A>(list<A...>) { (for_each_fired<Turn, Rules, A>(f), ...); }(children_of<E>{});
  using tree = rewritten_below<Turn, Rules, E>;
  constexpr std::size_t which = rules::fit<Turn, tree, Rules>;
  if constexpr (which < items_in<Rules>) {
    f(which);
    for_each_fired<Turn, Rules, applied<which, Rules, tree>>(f);
  }
}

/// The same for all passes.
template<class Rules, class E, class F>
constexpr void for_each_fired(F& f) {
  using rules::pass;
  using algebra = rewritten_in<pass::algebra, Rules, E>;
  using order = rewritten_in<pass::order, Rules, algebra>;
  for_each_fired<pass::algebra, Rules, E>(f);
  for_each_fired<pass::order, Rules, algebra>(f);
  for_each_fired<pass::fusion, Rules, order>(f);
}

template<class Rules>
struct rule_names;
template<class... Rule>
struct rule_names<hana::tuple<Rule...>> {
  static constexpr std::array<std::string_view, sizeof...(Rule)> value{name_of<Rule>("a rule")...};
};

template<class Rules, class E>
inline constexpr std::size_t fired_count = [] {
  std::size_t n = 0;
  auto count = [&](std::size_t) { ++n; };
  for_each_fired<Rules, E>(count);
  return n;
}();

/// The names of the rules that fire, as often as they do, in order.
template<class Rules, class E>
inline constexpr auto fired_names = [] {
  std::array<std::string_view, fired_count<Rules, E>> names;
  std::size_t n = 0;
  auto note = [&](std::size_t which) { names[n++] = rule_names<Rules>::value[which]; };
  for_each_fired<Rules, E>(note);
  return names;
}();

}  // namespace tessera::inline TESSERA_ISA::explaining
