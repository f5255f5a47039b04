// SPDX-License-Identifier: BSL-1.0
#pragma once
// The children of a node as types, and visited from left to right: what `with_children` leaves to
// the compiler's order of evaluation has to be in the order of the page here.

#include <tessera/expr/forms.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

template<class... A>
struct list {};

/// The types of E's children, from left to right.
template<class E>
struct below {
  using type = list<>;
};
template<class E>
using children_of = typename below<E>::type;

template<class A>
struct below<transposed<A>> {
  using type = list<A>;
};
template<class A, class B>
struct below<product<A, B>> {
  using type = list<A, B>;
};
template<class F, class... A>
struct below<mapped<F, A...>> {
  using type = list<A...>;
};
template<class R, per Each, class A>
struct below<reduced<R, Each, A>> {
  using type = list<A>;
};
template<class X, class Y>
struct below<inner_product<X, Y>> {
  using type = list<X, Y>;
};
template<class A>
struct below<softmaxed<A>> {
  using type = list<A>;
};
template<class A>
struct below<diagonal_of<A>> {
  using type = list<A>;
};
template<class X>
struct below<diagonal_matrix_of<X>> {
  using type = list<X>;
};
template<class A, class S>
struct below<sliced<A, S>> {
  using type = list<A>;
};
template<class A>
struct below<picked<A>> {
  using type = list<A>;
};
template<class A, class S>
struct below<reshaped<A, S>> {
  using type = list<A>;
};
template<class P, class Tree>
struct below<finished<P, Tree>> {
  using type = list<P, Tree>;
};
template<class... A, class... B>
struct below<sum_of_products<hana::basic_tuple<A...>, hana::basic_tuple<B...>>> {
  using type = list<A..., B...>;
};
template<class... A>
struct below<product_chain<A...>> {
  using type = list<A...>;
};
template<class A, class B>
struct below<gram<A, B>> {
  using type = list<A, B>;
};
template<class A>
struct below<stored<A>> {
  using type = list<A>;
};
template<class S>
struct below<gram_of<S>> {
  using type = list<S>;
};
template<class A, class B>
struct below<either<A, B>> {
  using type = list<A, B>;
};

// --- with_children, from left to right

template<class E, class F>
constexpr auto in_order(E const& e, F const& f) {
  return with_children(e, f);
}
template<class... A, class F>
constexpr auto tuple_in_order(hana::basic_tuple<A...> const& items, F const& f) {
  return hana::unpack(
      items, [&](auto const&... a) { return hana::basic_tuple<decltype(f(a))...>{f(a)...}; });
}
template<class G, class... A, class F>
constexpr auto in_order(mapped<G, A...> const& e, F const& f) {
  return mapped<G, decltype(f(std::declval<A const&>()))...>{{}, e.f, tuple_in_order(e.args, f)};
}
template<class... A, class F>
constexpr auto in_order(product_chain<A...> const& e, F const& f) {
  return product_chain<decltype(f(std::declval<A const&>()))...>{{}, tuple_in_order(e.factors, f)};
}
template<class L, class R, class F>
constexpr auto in_order(sum_of_products<L, R> const& e, F const& f) {
  using left = decltype(tuple_in_order(e.left, f));
  using right = decltype(tuple_in_order(e.right, f));
  return sum_of_products<left, right>{{}, tuple_in_order(e.left, f), tuple_in_order(e.right, f)};
}

/// Calls f with each child, from left to right; of a choice, with the branch that is taken.
template<class E, class F>
constexpr void for_each_child(E const& e, F const& f) {
  visit_children(e, f);
}
template<class A, class B, class F>
constexpr void for_each_child(either<A, B> const& e, F const& f) {
  if (e.first) f(e.then);
  else f(e.otherwise);
}

/// Of whatever kind the children are: does F of one of them hold?
template<class E, template<class> class Holds>
inline constexpr bool any_child =
    []<class... A>(list<A...>) { return (Holds<A>::value || ...); }(children_of<E>{});

}  // namespace tessera::inline TESSERA_ISA::explaining
