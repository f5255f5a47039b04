// SPDX-License-Identifier: BSL-1.0
#pragma once
// Trees whose value is one number: reductions, elements, and arithmetic among them.

#include <tessera/lower/reduce.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

template<class P, class X, class Y>
constexpr auto dot_by(workspace* ws, inner_product<X, Y> const& e) {
  using T = value_of<inner_product<X, Y>>;
  auto const ready = with_children(e, [&](auto const& child) { return settled<P>(ws, child); });
  auto const& tree = viewed(ready);
  auto const x = [&] {
    if constexpr (shape_of<X>::rows == 1) return factor_of<T>(tree.x);
    else return flipped(factor_of<T>(tree.x));
  }();
  auto const y = [&] {
    if constexpr (shape_of<Y>::rows == 1) return flipped(factor_of<T>(tree.y));
    else return factor_of<T>(tree.y);
  }();
  using column = decltype(flipped(y));
  index_t const k = vector_length(tree.x);
  T value(0);
  kernel::memory<T, 0, 1> const sink{&value, 0, 1};
  kernel::finish<kernel::memory<T, 0, 1>, kernel::accumulator_source<T>> const out{sink, {}};
  if (__builtin_is_constant_evaluated() || std::is_same_v<P, naive>)
    kernel::multiply_naive<T>({1, 1}, k, x, y, out);
  else if constexpr (kernel::has_rows<T, std::remove_const_t<decltype(x)>> &&
                     kernel::has_rows<T, column>)
    return kernel::dot_contiguous<T>(k, x.data, y.data);
  else kernel::multiply_dot<T>(*ws, {1, 1}, k, x, y, out);
  return value;
}

/// An element of what no rule could take apart: the whole is evaluated.
template<class P, class A>
constexpr auto element_by(workspace* ws, picked<A> const& e) {
  auto const ready = with_children(e, [&](auto const& child) { return settled<P>(ws, child); });
  auto const& tree = viewed(ready);
  return source_of(tree.a).at(e.i, e.j, value_of<A>(0));
}

template<class E>
inline constexpr bool is_inner_product = false;
template<class X, class Y>
inline constexpr bool is_inner_product<inner_product<X, Y>> = true;
template<class E>
inline constexpr bool is_picked = false;
template<class A>
inline constexpr bool is_picked<picked<A>> = true;

template<class P, class E>
constexpr auto number_by(workspace* ws, E const& e) {
  if constexpr (is_parallel<P>) return number_by<sequential<P>>(ws, e);
  else if constexpr (requires { e.value; }) return e.value;
  else if constexpr (is_reduction<E>) return reduced_by<P>(ws, e);
  else if constexpr (is_inner_product<E>) return dot_by<P>(ws, e);
  else if constexpr (is_picked<E>) return element_by<P>(ws, e);
  else if constexpr (is_choice<E>)
    return e.first ? number_by<P>(ws, e.then) : number_by<P>(ws, e.otherwise);
  else return unpack(e.args, [&](auto const&... a) { return e.f(number_by<P>(ws, a)...); });
}

}  // namespace tessera::inline TESSERA_ISA::lowering
