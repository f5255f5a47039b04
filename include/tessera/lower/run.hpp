// SPDX-License-Identifier: BSL-1.0
#pragma once
// Evaluates a rewritten tree into memory: what no single nest can take in is evaluated first, an
// overlap of the destination with what is read costs a temporary, then the nest runs.

#include <tessera/lower/alias.hpp>
#include <tessera/lower/number.hpp>

namespace tessera::inline TESSERA_ISA {

/// The owning matrix that holds the value of E.
template<class E>
using result_of = matrix<value_of<E>, shape_of<E>::rows, shape_of<E>::cols>;

template<class P, class D, class E>
constexpr void run_into(D const& d, E const& tree);

/// A temporary with the value of e.
template<class P, class E>
constexpr auto materialized(E const& e) {
  result_of<E> temporary(uninitialized, extents_of(e));
  run_into<P>(as_view(temporary), e);
  return temporary;
}

/// e as a part of a larger nest: products and reductions are evaluated, element-wise trees stay.
template<class P, class E>
constexpr auto settled(E const& e) {
  if constexpr (is_number<E>) {
    return scalar<value_of<E>>{{}, number_by<P>(e)};
  } else {
    return with_children(e, [](auto const& child) { return settled<P>(child); });
  }
}
template<class P, class A, class B>
constexpr auto settled(product<A, B> const& e) {
  return materialized<P>(e);
}
template<class P, class Inner, class Tree>
constexpr auto settled(finished<Inner, Tree> const& e) {
  return materialized<P>(e);
}
template<class P, class A, class S>
constexpr auto settled(sliced<A, S> const& e) {
  auto part = materialized<P>(e.a);
  return sliced<decltype(part), S>{{}, std::move(part), e.i, e.j, e.n};
}
template<class P, class A, class S>
constexpr auto settled(reshaped<A, S> const& e) {
  auto part = materialized<P>(e.a);
  return reshaped<decltype(part), S>{{}, std::move(part), e.n};
}

/// The same tree, ready for one nest: everything below its root is settled.
template<class P, class E>
constexpr auto settled_below(E const& e) {
  if constexpr (is_number<E> || is_part<E>) return settled<P>(e);
  else return with_children(e, [](auto const& child) { return settled<P>(child); });
}
template<class P, class Inner, class Tree>
constexpr auto settled_below(finished<Inner, Tree> const& e) {
  return with_children(e, [](auto const& child) { return settled_below<P>(child); });
}

/// Evaluates `tree` into d, which has its shape and does not overlap with what the tree reads.
template<class P, class D, class E>
constexpr void run_into(D const& d, E const& tree) {
  auto const ready = settled_below<P>(tree);
  auto const nest = lower<P>(d, viewed(ready));
  if constexpr (lies_down<D>) run(flipped(nest));
  else run(nest);
}

}  // namespace tessera::inline TESSERA_ISA
