// SPDX-License-Identifier: BSL-1.0
#pragma once
// Trees whose value is one number: reductions, and arithmetic among them.

#include <tessera/lower/nest.hpp>

namespace tessera::inline TESSERA_ISA {

/// e with everything that needs a nest of its own evaluated by P (lower/run.hpp).
template<class P, class E>
constexpr auto settled(E const& e);

template<class P, class T>
constexpr T number_by(scalar<T> const& e) {
  return e.value;
}

template<class P, class A>
constexpr auto number_by(summed<A> const& e) {
  using T = value_of<A>;
  auto const ready = settled<P>(e.a);
  auto const tree = viewed(ready);
  auto const n = extents_of(tree);
  auto const source = source_of(tree);
  if (std::is_constant_evaluated() || std::is_same_v<P, naive>) return kernel::sum_naive<T>(n, source);
  // A column is summed as the row that its transpose is.
  if (n.cols == 1) return kernel::sum_lanes<T>({1, n.rows}, flipped(source));
  return kernel::sum_lanes<T>(n, source);
}

template<class P, class X, class Y>
constexpr auto number_by(inner_product<X, Y> const& e) {
  using T = value_of<inner_product<X, Y>>;
  auto const ready = with_children(e, [](auto const& child) { return settled<P>(child); });
  auto const tree = viewed(ready);
  auto const x = [&] {
    if constexpr (shape_of<X>::rows == 1) return factor_of(tree.x);
    else return flipped(factor_of(tree.x));
  }();
  auto const y = [&] {
    if constexpr (shape_of<Y>::rows == 1) return flipped(factor_of(tree.y));
    else return factor_of(tree.y);
  }();
  T value(0);
  kernel::memory<T, 0, 1> const sink{&value, 0, 1};
  kernel::finish<kernel::memory<T, 0, 1>, kernel::accumulator_source<T>> const out{sink, {}};
  if (std::is_constant_evaluated() || std::is_same_v<P, naive>)
    kernel::multiply_naive<T>({1, 1}, length(tree.x), x, y, out);
  else kernel::multiply_dot<T>({1, 1}, length(tree.x), x, y, out);
  return value;
}

template<class P, class F, class... A>
constexpr auto number_by(mapped<F, A...> const& e) {
  return hana::unpack(e.args, [&](auto const&... a) { return e.f(number_by<P>(a)...); });
}

}  // namespace tessera::inline TESSERA_ISA
