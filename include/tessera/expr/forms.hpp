// SPDX-License-Identifier: BSL-1.0
#pragma once
// The nodes that only rules make: what a tree is rewritten to, closer to loops than to algebra.

#include <tessera/expr/children.hpp>

namespace tessera::inline TESSERA_ISA {

/// Inside an epilogue: the product that the tree around it is applied to.
template<class T, class Shape>
struct accumulator : node {
  using shape_type = Shape;
  using value_type = T;
  extents n;
};

/// Tree(P): an element-wise tree with an `accumulator` where the product P stood, applied to P's
/// elements before they are stored.
template<expression P, expression Tree>
struct finished : node {
  using shape_type = shape_of<Tree>;
  using value_type = value_of<Tree>;
  P inner;
  Tree tree;
};

/// A B + C D + ...: products of one shape, summed in one chain of accumulators. The left factors
/// and the right ones, each a hana::basic_tuple.
template<class Left, class Right>
struct sum_of_products : node {
  using first = product<std::remove_cvref_t<decltype(hana::front(std::declval<Left const&>()))>,
                        std::remove_cvref_t<decltype(hana::front(std::declval<Right const&>()))>>;
  using shape_type = shape_of<first>;
  using value_type = value_of<first>;
  Left left;
  Right right;
};

/// A B C ...: three factors or more, multiplied in the order that costs least for their run-time
/// extents.
template<expression... A>
struct product_chain : node {
  using shape_type =
      shape<shape_of<decltype(hana::front(std::declval<hana::basic_tuple<A...>>()))>::rows,
            shape_of<decltype(hana::back(std::declval<hana::basic_tuple<A...>>()))>::cols>;
  using value_type = std::common_type_t<value_of<A>...>;
  hana::basic_tuple<A...> factors;
};

/// A B where B may be A', in which case half of it is a mirror image of the other half. Whether it
/// is, is known at run time. Shapes: as for A B.
template<expression A, expression B>
struct gram : node {
  using shape_type = shape<shape_of<A>::rows, shape_of<B>::cols>;
  using value_type = value_of<A>;
  A a;
  B b;
  bool symmetric;
};

/// The value of A in a temporary of its own.
template<expression A>
struct stored : node {
  using shape_type = shape_of<A>;
  using value_type = value_of<A>;
  A a;
};

/// S' S for a tree S, which is computed once. Shapes: (M,N) -> (N,N).
template<expression S>
struct gram_of : node {
  using shape_type = shape<shape_of<S>::cols, shape_of<S>::cols>;
  using value_type = value_of<S>;
  S s;
};

/// Two trees of one value; which of them is cheaper is known at run time.
template<expression Then, expression Else>
struct either : node {
  using shape_type = shape_of<Else>;
  using value_type = value_of<Else>;
  bool first;
  Then then;
  Else otherwise;
};
template<class A, class B>
inline constexpr bool is_number<either<A, B>> = is_number<A>;

template<class E>
inline constexpr bool is_choice = false;
template<class A, class B>
inline constexpr bool is_choice<either<A, B>> = true;

/// A product, however many factors and terms it has.
template<class E>
inline constexpr bool is_product_like = is_product<E>;
template<class A, class B>
inline constexpr bool is_product_like<gram<A, B>> = true;
template<class Left, class Right>
inline constexpr bool is_product_like<sum_of_products<Left, Right>> = true;
template<class... A>
inline constexpr bool is_product_like<product_chain<A...>> = true;
template<class S>
inline constexpr bool is_product_like<gram_of<S>> = true;

template<class P, class Tree, class F>
constexpr auto with_children(finished<P, Tree> const& e, F const& f) {
  return finished<decltype(f(e.inner)), decltype(f(e.tree))>{{}, f(e.inner), f(e.tree)};
}
template<class L, class R, class F>
constexpr auto with_children(sum_of_products<L, R> const& e, F const& f) {
  auto const each = [&](auto const&... a) { return hana::make_basic_tuple(f(a)...); };
  using left = decltype(hana::unpack(e.left, each));
  using right = decltype(hana::unpack(e.right, each));
  return sum_of_products<left, right>{{}, hana::unpack(e.left, each), hana::unpack(e.right, each)};
}
template<class... A, class F>
constexpr auto with_children(product_chain<A...> const& e, F const& f) {
  return hana::unpack(e.factors, [&](auto const&... a) {
    return product_chain<decltype(f(a))...>{{}, hana::make_basic_tuple(f(a)...)};
  });
}
template<class A, class B, class F>
constexpr auto with_children(gram<A, B> const& e, F const& f) {
  return gram<decltype(f(e.a)), decltype(f(e.b))>{{}, f(e.a), f(e.b), e.symmetric};
}
template<class S, class F>
constexpr auto with_children(gram_of<S> const& e, F const& f) {
  return gram_of<decltype(f(e.s))>{{}, f(e.s)};
}
template<class A, class F>
constexpr auto with_children(stored<A> const& e, F const& f) {
  return stored<decltype(f(e.a))>{{}, f(e.a)};
}
template<class A, class B, class F>
constexpr auto with_children(either<A, B> const& e, F const& f) {
  return either<decltype(f(e.then)), decltype(f(e.otherwise))>{
      {}, e.first, f(e.then), f(e.otherwise)};
}

}  // namespace tessera::inline TESSERA_ISA
