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

/// s A + t B for the sign of F.
template<class B>
constexpr auto with_sign(simd::plus, B const& b) {
  return b;
}
template<class B>
constexpr auto with_sign(simd::minus, B const& b) {
  return map_captured(simd::negate{}, b);
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

  template<class F, class A, class B, class C, class D>
  static constexpr auto summed_in_one_chain(F f, product<A, B> const& ab, product<C, D> const& cd) {
    auto const left = hana::make_basic_tuple(ab.a, with_sign(f, cd.a));
    auto const right = hana::make_basic_tuple(ab.b, cd.b);
    return sum_of_products<std::remove_const_t<decltype(left)>,
                           std::remove_const_t<decltype(right)>>{{}, left, right};
  }
};

/// A B + C D, A B - C D: one chain of accumulators over both inner extents.
/// Shrinks: the number of products.
struct join_products {
  static constexpr auto rounding = rounding_effect::reassociating;
  static constexpr auto turn = pass::fusion;
  template<class F, class A, class B, class C, class D>
    requires(is_linear<F> && nothing_stretches<product<A, B>, product<C, D>> &&
             std::is_same_v<value_of<product<A, B>>, value_of<product<C, D>>>)
  constexpr auto operator()(mapped<F, product<A, B>, product<C, D>> const& e) const {
    return hana::unpack(e.args, [&](auto const& ab, auto const& cd) {
      return factor_out::summed_in_one_chain(e.f, ab, cd);
    });
  }
  template<class F, class L, class R, class C, class D>
    requires(is_linear<F> && nothing_stretches<sum_of_products<L, R>, product<C, D>> &&
             std::is_same_v<value_of<sum_of_products<L, R>>, value_of<product<C, D>>>)
  constexpr auto operator()(mapped<F, sum_of_products<L, R>, product<C, D>> const& e) const {
    return hana::unpack(e.args, [&](auto const& sum, auto const& cd) {
      return hana::unpack(sum.left, [&](auto const&... a) {
        return hana::unpack(sum.right, [&](auto const&... b) {
          auto const left = hana::make_basic_tuple(a..., with_sign(e.f, cd.a));
          auto const right = hana::make_basic_tuple(b..., cd.b);
          return sum_of_products<std::remove_const_t<decltype(left)>,
                                 std::remove_const_t<decltype(right)>>{{}, left, right};
        });
      });
    });
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
