// SPDX-License-Identifier: BSL-1.0
#pragma once
// The order in which a product of several factors is computed.

#include <algorithm>

#include <tessera/rewrite/identity.hpp>
#include <tessera/shape/chain_order.hpp>

namespace tessera::inline TESSERA_ISA::rules {

template<class... A>
constexpr auto factors_of(product_chain<A...> const& e);

/// The factors of a product of products, from left to right, as a basic_tuple.
template<class E>
constexpr auto factors_of(E const& e) {
  return hana::make_basic_tuple(e);
}
template<class A, class B>
constexpr auto factors_of(product<A, B> const& e) {
  return hana::unpack(factors_of(e.a), [&](auto const&... a) {
    return hana::unpack(factors_of(e.b),
                        [&](auto const&... b) { return hana::make_basic_tuple(a..., b...); });
  });
}
template<class... A>
constexpr auto factors_of(product_chain<A...> const& e) {
  return e.factors;
}

/// The extents between factors, as far as the compiler knows them.
template<class First, class... A>
constexpr std::array<index_t, sizeof...(A) + 2> known_extents(
    hana::basic_tuple<First, A...> const*) {
  return {shape_of<First>::rows, shape_of<First>::cols, shape_of<A>::cols...};
}

/// Factors I .. J in the order of a table that the compiler knows.
template<auto const& Order, std::size_t I, std::size_t J, class Factors>
constexpr auto nested(Factors const& factors) {
  if constexpr (I == J) {
    return hana::at_c<I>(factors);
  } else {
    constexpr std::size_t k = std::size_t(Order.split[I][J]);
    auto const a = nested<Order, I, k>(factors);
    auto const b = nested<Order, k + 1, J>(factors);
    return product<std::remove_const_t<decltype(a)>, std::remove_const_t<decltype(b)>>{{}, a, b};
  }
}

template<class Factors>
inline constexpr auto extents_between = known_extents(static_cast<Factors const*>(nullptr));
/// Does the compiler know the cheapest order? Where it knows all extents; and where one of them is
/// one, whatever the others: everything is multiplied into that vector, since two steps of x y and
/// y z multiplications are never more than one of x y z (x, z > 1).
template<class Factors>
inline constexpr bool order_is_known =
    std::ranges::find(extents_between<Factors>, 1) != extents_between<Factors>.end() ||
    std::ranges::find(extents_between<Factors>, dynamic) == extents_between<Factors>.end();

/// That order. What stands for an unknown extent only has to be larger than two.
template<class Factors>
inline constexpr chain_order<items_in<Factors>> static_order([] {
  auto extents = extents_between<Factors>;
  std::ranges::replace(extents, dynamic, 3);
  return extents;
}());

/// A product of products as one chain, whose order is found at run time.
template<class E>
constexpr auto as_chain(E const& e) {
  return hana::unpack(factors_of(e), [](auto const&... f) {
    return product_chain<std::remove_cvref_t<decltype(f)>...>{{}, hana::make_basic_tuple(f...)};
  });
}

/// A product of products in the order that costs least.
template<class E>
constexpr auto in_cheapest_order(E const& e) {
  auto const factors = factors_of(e);
  using F = std::remove_const_t<decltype(factors)>;
  if constexpr (order_is_known<F>) return nested<static_order<F>, 0, items_in<F> - 1>(factors);
  else return as_chain(e);
}
template<class E>
using cheapest = decltype(in_cheapest_order(std::declval<E const&>()));

/// Products of products are multiplied in the order that costs the fewest multiplications: found by
/// the compiler where it knows all extents or a vector is among the factors, else at run time
/// (`product_chain`).
/// Shrinks: the multiplications, or the number of products whose order was only written.
struct order_chain {
  static constexpr auto rounding = rounding_effect::reassociating;
  static constexpr auto turn = pass::order;

  template<class A, class B>
    requires((is_product_like<A> || is_product_like<B>) &&
             !std::is_same_v<cheapest<product<A, B>>, product<A, B>>)
  constexpr auto operator()(product<A, B> const& e) const {
    return in_cheapest_order(e);
  }
};

/// Could B be the transpose of A, factor by factor, and is it?
template<class A, class B>
inline constexpr bool may_mirror = may_be_transposed<A, B>;
template<class A, class B, class C, class D>
inline constexpr bool may_mirror<product<A, B>, product<C, D>> =
    may_mirror<A, D> && may_mirror<B, C>;

template<class A, class B>
constexpr bool mirrors(A const& a, B const& b) {
  auto const flipped = transpose(a);
  using V = std::remove_const_t<decltype(flipped)>;
  return same_value(flipped, V(b.data(), extents_of(b), b.row_stride(), b.col_stride()));
}
template<class A, class B, class C, class D>
constexpr bool mirrors(product<A, B> const& ab, product<C, D> const& cd) {
  return mirrors(ab.a, cd.b) && mirrors(ab.b, cd.a);
}

/// (A B)' (A B) = S' S with S = A B, which is computed once: two products, of which one is half the
/// work, in place of three. Only where that costs less than the cheapest order of the four factors.
/// Shrinks: the number of products.
struct square_product {
  static constexpr auto rounding = rounding_effect::reassociating;
  static constexpr auto turn = pass::order;
  template<class A, class B, class C, class D>
    requires(may_mirror<product<A, B>, product<C, D>> && commutes<product<C, D>>)
  constexpr auto operator()(product<product<A, B>, product<C, D>> const& e) const {
    auto const apart = as_chain(e);
    auto const n = extents_of(e.b);
    double const inner = double(extents_of(e.b.a).cols), rows = double(n.rows),
                 cols = double(n.cols);
    chain_order<4> const order(
        {n.cols, extents_of(e.a.a).cols, n.rows, extents_of(e.b.a).cols, n.cols});
    bool const pays = rows * cols * inner + rows * cols * cols / 2 <= order.cost[0][3];
    using once = gram_of<product<C, D>>;
    return either<once, std::remove_const_t<decltype(apart)>>{
        {}, pays && mirrors(e.a, e.b), once{{}, e.b}, apart};
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
