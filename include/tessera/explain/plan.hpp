// SPDX-License-Identifier: BSL-1.0
#pragma once
// plan<P>(e): how e will be evaluated by policy P. What depends on types alone is a constant, also
// of run-time matrices: static_assert(plan<tiled>(relu(X * W + b)).temporaries == 0).

#include <tessera/explain/cost.hpp>
#include <tessera/explain/fired.hpp>
#include <tessera/explain/traffic.hpp>
#include <tessera/rewrite/rules.hpp>

namespace tessera::inline TESSERA_ISA {

namespace explaining {

/// Trees come to the rules with views in the place of the matrices that they own.
template<class E>
using viewed_as = std::remove_cvref_t<decltype(viewed(std::declval<E const&>()))>;
template<class Rules, class E>
using better_than = std::remove_cvref_t<decltype(rules::rewrite(std::declval<Rules const&>(),
                                                                std::declval<E const&>()))>;
template<class P, class E>
using schedule_of = decltype(schedule<P>(std::declval<E const&>()));

/// The facts of evaluating E, and functions of its run-time extents.
template<class P, class E, class Rules>
struct planned {
private:
  using written = viewed_as<E>;
  using steps = schedule_of<P, better_than<Rules, written>>;
  static constexpr tally total = step_tally<steps>::value;

public:
  /// Loop nests that run; for a choice at run time the most that either way takes, here as below.
  /// Panels count once.
  static constexpr int nests = total.nests;
  /// Results that are stored anywhere but in the destination, whole and as panels.
  static constexpr int temporaries = total.temporaries, panels = total.panels;
  /// Leaves that the nests read.
  static constexpr int reads = total.reads;
  /// What the outermost nest is.
  static constexpr form kind = form_of<steps>;
  /// The names of the rules that rewrite the tree, in order, as often as they do.
  static constexpr auto const& rules_fired = fired_names<Rules, written>;

  static constexpr bool fired(std::string_view rule) {
    for (auto const name : rules_fired)
      if (name == rule) return true;
    return false;
  }

  [[no_unique_address]] Rules list;

  /// The same numbers for the way that this e takes, where there is a choice.
  constexpr tally taken(E const& e) const {
    auto const better = rewritten(e);
    return taken_by(schedule<P>(better));
  }

  /// Operations on elements: a multiply-add counts two, any function one.
  constexpr index_t flops(E const& e) const {
    auto const better = rewritten(e);
    return operations::of(schedule<P>(better));
  }

  /// Bytes that move between memory and the core, at least: each leaf read once, the result written
  /// once, each temporary written and read once.
  constexpr index_t bytes(E const& e) const {
    auto const better = rewritten(e);
    auto const n = extents_of(e);
    return leaf_bytes(better) + n.rows * n.cols * index_t(sizeof(value_of<E>)) +
           2 * stored_bytes::of(schedule<P>(better));
  }

  /// Bytes of a workspace with which `assign<P>(ws, C, e)` does not run out of memory, where C lies
  /// as the result of `eval<P>(e)` would and shares no element with e.
  constexpr index_t workspace_bytes(E const& e) const {
    auto const better = rewritten(e);
    return loads::of(schedule<P>(better)).peak;
  }

  /// The same for this C, wherever it lies.
  template<class C>
    requires viewable<C const&> && assignable_shape<C, E>
  index_t workspace_bytes(C const& c, E const& e) const {
    auto const better = rewritten(e);
    auto const d = as_view(c);
    index_t const plain = loads::of(schedule_into<P>(d, better)).peak;
    if (extents_of(c) != extents_of(e) || !lowering::spoils(d, better)) return plain;
    int ids = 0;
    return std::max(plain, loads::of(materialized<P>(ids, better)).peak);
  }

private:
  constexpr auto rewritten(E const& e) const {
    written const tree = viewed(e);
    check_shapes(tree);
    return better_than<Rules, written>(rules::rewrite(list, tree));
  }
};

}  // namespace explaining

/// How `eval<P>(e, list)` will go about it. Reads nothing of e; its functions read e's extents, and
/// addresses where those decide. Of a parallel P, what one thread would do; its tasks have
/// workspaces of their own. Throws: nothing; its functions shape_error, as eval does.
template<policy P = tiled, class E, rules::list Rules = rules::all_rules>
  requires expression<E>
constexpr auto plan(E const&, Rules const& list = rules::all) {
  return explaining::planned<sequential<P>, E, Rules>{list};
}

}  // namespace tessera::inline TESSERA_ISA
