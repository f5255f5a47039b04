// SPDX-License-Identifier: BSL-1.0
#pragma once
// A product of three factors or more whose extents are known at run time only. Every interval of
// factors is compiled once, every way to split it is a branch: so all orders are there, and the one
// that costs least is found for each evaluation.

#include <tessera/lower/settle.hpp>
#include <tessera/shape/chain_order.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// The extents between the factors.
template<class First, class... A>
constexpr auto run_time_extents(hana::basic_tuple<First, A...> const& factors) {
  return hana::unpack(factors, [](auto const& first, auto const&... a) {
    auto const n = extents_of(first);
    return std::array<index_t, sizeof...(a) + 2>{n.rows, n.cols, extents_of(a).cols...};
  });
}

/// The order in which chain e is evaluated.
template<class... A>
constexpr auto order_of(product_chain<A...> const& e) {
  return chain_order<sizeof...(A)>(run_time_extents(e.factors));
}

template<class P, class T, class Factors, class Order>
class chain_run {
  static constexpr std::size_t last = items_in<Factors> - 1;

  template<std::size_t I>
  using factor = std::remove_cvref_t<decltype(hana::at_c<I>(std::declval<Factors const&>()))>;

public:
  /// d = wrap(the product of factors I to J), where wrap is the epilogue.
  template<std::size_t I = 0, std::size_t J = last, class D, class Wrap>
  static constexpr void into(workspace* ws, D const& d, Factors const& factors, Order const& order,
                             Wrap const& wrap) {
    auto const at_split = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
      auto const a = interval<I, K>(ws, factors, order);
      auto const b = interval<K + 1, J>(ws, factors, order);
      auto const& left = viewed(a);
      auto const& right = viewed(b);
      run_into<P>(
          ws, d,
          wrap(product<std::remove_cvref_t<decltype(left)>, std::remove_cvref_t<decltype(right)>>{
              {}, left, right}));
    };
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      (void)((order.split[I][J] == int(I + K) &&
              (at_split(std::integral_constant<std::size_t, I + K>{}), true)) ||
             ...);
    }(std::make_index_sequence<J - I>{});
  }

private:
  /// Factor I, or the product of factors I to J in a temporary.
  template<std::size_t I, std::size_t J>
  static constexpr auto interval(workspace* ws, Factors const& factors, Order const& order) {
    if constexpr (I == J) {
      return hana::at_c<I>(factors);
    } else {
      temporary<T, shape<shape_of<factor<I>>::rows, shape_of<factor<J>>::cols>> t(
          ws, {extents_of(hana::at_c<I>(factors)).rows, extents_of(hana::at_c<J>(factors)).cols});
      into<I, J>(ws, as_view(t), factors, order, [](auto const& e) { return e; });
      return t;
    }
  }
};

template<class P, class D, class... A, class Wrap>
constexpr void chain_into(workspace* ws, D const& d, product_chain<A...> const& e,
                          Wrap const& wrap) {
  using T = value_of<product_chain<A...>>;
  auto const order = order_of(e);
  chain_run<P, T, hana::basic_tuple<A...>, std::remove_const_t<decltype(order)>>::into(
      ws, d, e.factors, order, wrap);
}

}  // namespace tessera::inline TESSERA_ISA::lowering
