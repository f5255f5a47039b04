// SPDX-License-Identifier: BSL-1.0
#pragma once
// Distributivity, in the direction that costs less.

#include <tessera/rewrite/identity.hpp>
#include <tessera/rewrite/sums.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// (A + U V) X = A X + U (V X),  X (A + U V) = X A + (X U) V,  the same with -, where X is a
/// vector: the update by U V is never formed.
/// Shrinks: the extents of products.
struct expand_update {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class F, class A, class U, class V, class X>
    requires(is_linear<F> && shape_of<X>::cols == 1 && shape_of<U>::rows != 1 &&
             nothing_stretches<A, product<U, V>> && !has_product<A>)
  constexpr auto operator()(product<mapped<F, A, product<U, V>>, X> const& e) const {
    return hana::unpack(e.a.args, [&](auto const& a, auto const& uv) {
      return map_captured(e.a.f, a * e.b, uv.a * (uv.b * e.b));
    });
  }
  template<class F, class A, class U, class V, class X>
    requires(is_linear<F> && shape_of<X>::rows == 1 && shape_of<V>::cols != 1 &&
             nothing_stretches<A, product<U, V>> && !has_product<A>)
  constexpr auto operator()(product<X, mapped<F, A, product<U, V>>> const& e) const {
    return hana::unpack(e.b.args, [&](auto const& a, auto const& uv) {
      return map_captured(e.b.f, e.a * a, (e.a * uv.a) * uv.b);
    });
  }
};

template<class A, class B>
constexpr auto choice(bool first, A const& a, B const& b) {
  return either<A, B>{{}, first, a, b};
}

/// B, or -B where it is subtracted.
template<class B>
constexpr auto with_sign(simd::plus, B const& b) {
  return b;
}
template<class B>
constexpr auto with_sign(simd::minus, B const& b) {
  return map_captured(simd::negate{}, b);
}

/// A product, or a sum of such: its left and its right factors.
template<class E>
inline constexpr bool has_terms = is_product<E>;
template<class L, class R>
inline constexpr bool has_terms<sum_of_products<L, R>> = true;
template<class A, class B>
constexpr auto left_factors(product<A, B> const& e) {
  return hana::make_basic_tuple(e.a);
}
template<class L, class R>
constexpr auto left_factors(sum_of_products<L, R> const& e) {
  return e.left;
}
template<class A, class B>
constexpr auto right_factors(product<A, B> const& e) {
  return hana::make_basic_tuple(e.b);
}
template<class L, class R>
constexpr auto right_factors(sum_of_products<L, R> const& e) {
  return e.right;
}

/// terms + C D or terms - C D, by the sign of f.
template<class F, class P, class C, class D>
constexpr auto summed_in_one_chain(F f, P const& terms, product<C, D> const& cd) {
  auto const with = [](auto const& last) {
    return [&](auto const&... x) { return hana::make_basic_tuple(x..., last); };
  };
  auto const left = hana::unpack(left_factors(terms), with(with_sign(f, cd.a)));
  auto const right = hana::unpack(right_factors(terms), with(cd.b));
  return sum_of_products<std::remove_const_t<decltype(left)>, std::remove_const_t<decltype(right)>>{
      {}, left, right};
}

/// Are two factors of sums the same where the others can be added?
template<class A, class C, class B, class D>
inline constexpr bool may_share = false;
template<class A, class C, class B, class D>
  requires may_be_same<A, C>
inline constexpr bool may_share<A, C, B, D> = conformable_elementwise<B, D>;

/// A B + A C = A (B + C),  A C + B C = (A + B) C,  the same with -, where the common factor is one
/// matrix: one product in place of two. Where it is not, the products are summed in one chain.
/// Shrinks: the number of products.
struct factor_out {
  static constexpr auto rounding = rounding_effect::reassociating;
  static constexpr auto turn = pass::fusion;
  template<class F, class A, class B, class C, class D>
    requires(is_linear<F> && (may_share<A, C, B, D> || may_share<B, D, A, C>) &&
             nothing_stretches<product<A, B>, product<C, D>> && is_view<A> && is_view<B> &&
             is_view<C> && is_view<D> && std::is_same_v<value_of<A>, value_of<B>>)
  constexpr auto operator()(mapped<F, product<A, B>, product<C, D>> const& e) const {
    return hana::unpack(e.args, [&](auto const& ab, auto const& cd) {
      auto const apart = summed_in_one_chain(e.f, ab, cd);
      auto const left = [&] { return ab.a * map_captured(e.f, ab.b, cd.b); };
      auto const right = [&] { return map_captured(e.f, ab.a, cd.a) * ab.b; };
      if constexpr (may_share<A, C, B, D> && may_share<B, D, A, C>)
        return choice(same_value(ab.a, cd.a), left(),
                      choice(same_value(ab.b, cd.b), right(), apart));
      else if constexpr (may_share<A, C, B, D>)
        return choice(same_value(ab.a, cd.a), left(), apart);
      else return choice(same_value(ab.b, cd.b), right(), apart);
    });
  }
};

/// A B + C D, A B - C D, and further terms: one chain of accumulators over all inner extents.
/// Shrinks: the number of products.
struct join_products {
  static constexpr auto rounding = rounding_effect::reassociating;
  static constexpr auto turn = pass::fusion;
  template<class F, class P, class C, class D>
    requires(is_linear<F> && has_terms<P> && nothing_stretches<P, product<C, D>> &&
             std::is_same_v<value_of<P>, value_of<product<C, D>>>)
  constexpr auto operator()(mapped<F, P, product<C, D>> const& e) const {
    return hana::unpack(e.args, [&](auto const& terms, auto const& cd) {
      return summed_in_one_chain(e.f, terms, cd);
    });
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
