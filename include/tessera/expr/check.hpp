// SPDX-License-Identifier: BSL-1.0
#pragma once
// The run-time shape of a tree, and the one walk per evaluation that finds shapes that do not fit.

#include <tessera/expr/nodes.hpp>

namespace tessera::inline TESSERA_ISA {

template<class T>
constexpr extents extents_of(scalar<T> const&) {
  return {1, 1};
}
template<class A>
constexpr extents extents_of(transposed<A> const& e) {
  auto const n = extents_of(e.a);
  return {n.cols, n.rows};
}
template<class A, class B>
constexpr extents extents_of(product<A, B> const& e) {
  return {extents_of(e.a).rows, extents_of(e.b).cols};
}
template<class T, class S>
constexpr extents extents_of(accumulator<T, S> const& e) {
  return e.n;
}
template<class P, class Tree>
constexpr extents extents_of(finished<P, Tree> const& e) {
  return extents_of(e.inner);
}
template<class A>
constexpr extents extents_of(summed<A> const&) {
  return {1, 1};
}
template<class X, class Y>
constexpr extents extents_of(inner_product<X, Y> const&) {
  return {1, 1};
}
template<class A, class S>
constexpr extents extents_of(sliced<A, S> const& e) {
  return e.n;
}
template<class A, class S>
constexpr extents extents_of(reshaped<A, S> const& e) {
  return e.n;
}
template<class F, class... A>
constexpr extents extents_of(mapped<F, A...> const& e) {
  using S = shape_of<mapped<F, A...>>;
  return hana::unpack(e.args, [](auto const&... a) {
    // The first operand that does not stretch along a dimension says how far it reaches.
    extents n{S::rows == dynamic ? -1 : S::rows, S::cols == dynamic ? -1 : S::cols};
    ((n.rows = n.rows == -1 && shape_of<decltype(a)>::rows != 1 ? extents_of(a).rows : n.rows),
     ...);
    ((n.cols = n.cols == -1 && shape_of<decltype(a)>::cols != 1 ? extents_of(a).cols : n.cols),
     ...);
    return n;
  });
}

/// How many elements a vector has.
template<class X>
constexpr index_t length(X const& x) {
  return shape_of<X>::rows == 1 ? extents_of(x).cols : extents_of(x).rows;
}

/// Throws shape_error where run-time extents break a rule of expr/conformable.hpp. O(nodes).
template<class E>
constexpr void check_shapes(E const&) {}
template<class A>
constexpr void check_shapes(transposed<A> const& e) {
  check_shapes(e.a);
}
template<class A>
constexpr void check_shapes(summed<A> const& e) {
  check_shapes(e.a);
}
template<class A, class S>
constexpr void check_shapes(sliced<A, S> const& e) {
  check_shapes(e.a);
}
template<class A, class S>
constexpr void check_shapes(reshaped<A, S> const& e) {
  check_shapes(e.a);
}
template<class A, class B>
constexpr void check_shapes(product<A, B> const& e) {
  check_shapes(e.a);
  check_shapes(e.b);
  auto const a = extents_of(e.a), b = extents_of(e.b);
  if (a.cols != b.rows) throw_shape_error("A * B: A must have as many columns as B has rows", a, b);
}
template<class X, class Y>
constexpr void check_shapes(inner_product<X, Y> const& e) {
  check_shapes(e.x);
  check_shapes(e.y);
  if (length(e.x) != length(e.y))
    throw_shape_error("dot(x, y): x and y must have equally many elements", extents_of(e.x),
                      extents_of(e.y));
}
template<class F, class... A>
constexpr void check_shapes(mapped<F, A...> const& e) {
  auto const n = extents_of(e);
  hana::unpack(e.args, [&](auto const&... a) {
    auto const check = [&](auto const& arg) {
      using S = shape_of<decltype(arg)>;
      check_shapes(arg);
      auto const m = extents_of(arg);
      if ((S::rows != 1 && m.rows != n.rows) || (S::cols != 1 && m.cols != n.cols))
        throw_shape_error(
            "element-wise: all operands must have the same shape; only a row_vector, a col_vector or a number stretches",
            n, m);
    };
    (check(a), ...);
  });
}

}  // namespace tessera::inline TESSERA_ISA
