// SPDX-License-Identifier: BSL-1.0
#pragma once
// What occurs twice is computed once, where it is found to read the same memory.

#include <tessera/rewrite/chain.hpp>
#include <tessera/rewrite/distribute.hpp>
#include <tessera/rewrite/epilogue.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// A B where B is A' if both read the same memory: half of it is the other half's mirror image.
/// Shrinks: the number of such products that have not been asked.
struct halve_gram {
  static constexpr auto rounding = rounding_effect::exact;
  static constexpr auto turn = pass::fusion;
  template<class A, class B>
    requires(may_be_transposed<A, B> && commutes<product<A, B>>)
  constexpr auto operator()(product<A, B> const& e) const {
    return gram<A, B>{{}, e.a, e.b, same_value(transpose(e.a), same_as_first(e))};
  }

private:
  /// B with what A's type says of strides and extents.
  template<class A, class B>
  static constexpr auto same_as_first(product<A, B> const& e) {
    using V = decltype(transpose(e.a));
    return V(e.b.data(), extents_of(e.b), e.b.row_stride(), e.b.col_stride());
  }
};

/// f(..., g(A B), ..., h(A B), ...): one product with the epilogue f(..., g, ..., h, ...), where
/// both are the same product.
/// Shrinks: the number of products.
struct share_product {
  static constexpr auto rounding = rounding_effect::exact;
  static constexpr auto turn = pass::fusion;
  template<class F, class A, class B>
    requires(fusible<A, broadcast_shape<A, B>> && fusible<B, broadcast_shape<A, B>> &&
             may_be_same<decltype(inner_product_of(std::declval<A const&>())),
                         decltype(inner_product_of(std::declval<B const&>()))>)
  constexpr auto operator()(mapped<F, A, B> const& e) const {
    return hana::unpack(e.args, [&](auto const& a, auto const& b) {
      auto const inner = inner_product_of(b);
      auto const tree = map_captured(e.f, on_accumulator(a), on_accumulator(b));
      using shared =
          finished<std::remove_const_t<decltype(inner)>, std::remove_const_t<decltype(tree)>>;
      return choice(same_value(inner_product_of(a), inner), shared{{}, inner, tree},
                    map_captured(e.f, stored<A>{{}, a}, b));
    });
  }
};

/// f(A B, C D) = f(T, C D) with T = A B: one product is evaluated, the other has the epilogue.
/// Shrinks: the number of products beside products.
struct store_product {
  static constexpr auto rounding = rounding_effect::exact;
  static constexpr auto turn = pass::fusion;
  template<class F, class... A>
    requires((int(fusible<A, broadcast_shape<A...>>) + ...) > 1)
  constexpr auto operator()(mapped<F, A...> const& e) const {
    constexpr int last = [] {
      int i = 0, found = -1;
      ((found = fusible<A, broadcast_shape<A...>> ? i : found, ++i), ...);
      return found;
    }();
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return map_captured(
          e.f, but_one<broadcast_shape<A...>, (int(I) == last)>(hana::at_c<I>(e.args))...);
    }(std::index_sequence_for<A...>{});
  }

private:
  template<class Shape, bool Stays, class A>
  static constexpr auto but_one(A const& a) {
    if constexpr (!Stays && fusible<A, Shape>) return stored<A>{{}, a};
    else return a;
  }
};

/// Does an element of E cost more to compute than to load?
template<class E>
inline constexpr bool is_costly = false;
template<class F, class... A>
inline constexpr bool is_costly<mapped<F, A...>> = !simd::is_cheap<F> || (is_costly<A> || ...);

/// And is it asked for more than once where A stretches to Shape?
template<class A, class Shape>
inline constexpr bool repeats =
    is_costly<A> && !is_number<A> &&
    ((shape_of<A>::rows == 1 && Shape::rows != 1) || (shape_of<A>::cols == 1 && Shape::cols != 1));

/// f(A, g(x)) = f(A, T) with T = g(x), where x stretches along A: what is costly is computed once
/// for each of its own elements, not for each of A's.
/// Shrinks: the number of functions that repeat.
struct store_repeated {
  static constexpr auto rounding = rounding_effect::exact;
  static constexpr auto turn = pass::fusion;
  template<class F, class... A>
    requires(repeats<A, broadcast_shape<A...>> || ...)
  constexpr auto operator()(mapped<F, A...> const& e) const {
    return hana::unpack(e.args, [&](auto const&... a) {
      return map_captured(e.f, once<broadcast_shape<A...>>(a)...);
    });
  }

private:
  template<class Shape, class A>
  static constexpr auto once(A const& a) {
    if constexpr (repeats<A, Shape>) return stored<A>{{}, a};
    else return a;
  }
};

/// f(x ? A : B) = x ? f(A) : f(B).  Shrinks: the number of nodes above choices.
struct lift_choice {
  static constexpr auto rounding = rounding_effect::exact;
  static constexpr auto turn = pass::fusion;
  template<class F, class A, class B>
  constexpr auto operator()(mapped<F, either<A, B>> const& e) const {
    auto const& c = hana::front(e.args);
    return choice(c.first, map_captured(e.f, c.then), map_captured(e.f, c.otherwise));
  }
  template<class F, class A, class B, class C>
  constexpr auto operator()(mapped<F, either<A, B>, C> const& e) const {
    auto const& c = hana::front(e.args);
    auto const& rest = hana::back(e.args);
    return choice(c.first, map_captured(e.f, c.then, rest), map_captured(e.f, c.otherwise, rest));
  }
  template<class F, class A, class B, class C>
    requires(!is_choice<A>)
  constexpr auto operator()(mapped<F, A, either<B, C>> const& e) const {
    auto const& rest = hana::front(e.args);
    auto const& c = hana::back(e.args);
    return choice(c.first, map_captured(e.f, rest, c.then), map_captured(e.f, rest, c.otherwise));
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
