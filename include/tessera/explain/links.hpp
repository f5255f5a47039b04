// SPDX-License-Identifier: BSL-1.0
#pragma once
// The products of a chain in the order that its run-time extents ask for (lower/chain.hpp).

#include <tessera/explain/schedule.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// The products of one chain step. I, J: the first and the last factor of an interval.
template<class P, class D, class E>
class links {
  using chain = lowering::core<E>;
  using T = value_of<chain>;
  static constexpr std::size_t n = items_in<decltype(chain::factors)>;
  template<std::size_t I>
  using factor = std::remove_cvref_t<decltype(hana::at_c<I>(std::declval<chain const&>().factors))>;
  template<std::size_t I, std::size_t J>
  using interval_shape = shape<shape_of<factor<I>>::rows, shape_of<factor<J>>::cols>;

public:
  static constexpr std::size_t last = n - 1;
  chain_order<n> order;

  constexpr explicit links(chain_step<P, D, E> const& step)
      : order(lowering::order_of(lowering::core_of(step.tree))),
        step_(step),
        factors_(lowering::core_of(step.tree).factors) {}

  template<std::size_t I, std::size_t J>
  constexpr extents extents_between() const {
    return {extents_of(hana::at_c<I>(factors_)).rows, extents_of(hana::at_c<J>(factors_)).cols};
  }

  /// Calls f(K) for the factor after which the interval is split.
  template<std::size_t I, std::size_t J, class F>
  constexpr void at_split(F const& f) const {
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      (void)((order.split[I][J] == int(I + K) &&
              (f(std::integral_constant<std::size_t, I + K>{}), true)) ||
             ...);
    }(std::make_index_sequence<J - I>{});
  }

  /// The nest of the product of I .. K by K + 1 .. J; the outermost has the epilogue.
  template<std::size_t I, std::size_t K, std::size_t J>
  constexpr auto nest() const {
    auto const a = interval<I, K>();
    auto const b = interval<K + 1, J>();
    product<std::remove_const_t<decltype(a)>, std::remove_const_t<decltype(b)>> const p{{}, a, b};
    if constexpr (I == 0 && J == last)
      return nest_of<P>(step_.d, lowering::with_core(again(step_.tree), p));
    else return nest_of<P>(rows_at_nowhere<T, interval_shape<I, J>>(extents_between<I, J>()), p);
  }

  /// The name of an interval's temporary, and the temporary.
  template<std::size_t I, std::size_t J>
  constexpr int id() const {
    return step_.id + int(I * n + J);
  }
  template<std::size_t I, std::size_t J>
  constexpr auto result() const {
    return held<T, interval_shape<I, J>>{{}, extents_between<I, J>(), id<I, J>()};
  }

private:
  template<std::size_t I, std::size_t J>
  constexpr auto interval() const {
    if constexpr (I == J) return again(hana::at_c<I>(factors_));
    else return result<I, J>();
  }

  chain_step<P, D, E> const& step_;
  decltype(chain::factors) factors_;
};

}  // namespace tessera::inline TESSERA_ISA::explaining
