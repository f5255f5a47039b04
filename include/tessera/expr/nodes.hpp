// SPDX-License-Identifier: BSL-1.0
#pragma once
// The whole tree on one page: every node is an aggregate with named children, a shape and an
// element type. What a node means for a loop is decided in lower/, what it may turn into in
// rewrite/.

#include <tessera/core/hana.hpp>
#include <tessera/shape/conformable.hpp>
#include <tessera/simd/function.hpp>
#include <tessera/storage/matrix.hpp>

namespace tessera::inline TESSERA_ISA {

/// Is the value of E one number, not a matrix of one element?
template<class E>
inline constexpr bool is_number = false;

/// A number that stretches to any shape.
template<class T>
struct scalar : node {
  using shape_type = shape<1, 1>;
  using value_type = T;
  T value;
};

/// A'. Shapes: (M,N) -> (N,M).
template<expression A>
struct transposed : node {
  using shape_type = shape<shape_of<A>::cols, shape_of<A>::rows>;
  using value_type = value_of<A>;
  A a;
};

/// A B. Shapes: (M,K) * (K,N) -> (M,N).
template<expression A, expression B>
  requires conformable_for_product<A, B>
struct product : node {
  using shape_type = shape<shape_of<A>::rows, shape_of<B>::cols>;
  using value_type = std::common_type_t<value_of<A>, value_of<B>>;
  A a;
  B b;
};

/// f(A...), element by element. Shapes: all equal, but that a known extent of one stretches.
template<class F, expression... A>
  requires conformable_elementwise<A...>
struct mapped : node {
  using shape_type = broadcast_shape<A...>;
  using value_type = std::remove_cvref_t<std::invoke_result_t<F const&, value_of<A> const&...>>;
  [[no_unique_address]] F f;
  hana::basic_tuple<A...> args;
  constexpr operator value_type() const
    requires(is_number<A> && ...)
  {
    return eval(*this);
  }
};

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

/// The sum of all elements. Shapes: any -> a number.
template<expression A>
struct summed : node {
  using shape_type = shape<1, 1>;
  using value_type = value_of<A>;
  A a;
  constexpr operator value_type() const { return eval(*this); }
};

/// The sum of x(p) y(p), for vectors of either direction. Shapes: equally many elements -> a
/// number.
template<expression X, expression Y>
  requires conformable_for_dot<X, Y>
struct inner_product : node {
  using shape_type = shape<1, 1>;
  using value_type = std::common_type_t<value_of<X>, value_of<Y>>;
  X x;
  Y y;
  constexpr operator value_type() const { return eval(*this); }
};

/// The rows x cols elements from (i, j) on of something that is not memory, or not somebody else's.
/// Shapes: (M,N) -> S.
template<expression A, class Shape>
struct sliced : node {
  using shape_type = Shape;
  using value_type = value_of<A>;
  A a;
  index_t i, j;
  extents n;
};

/// The elements of A, taken row by row, in another shape. Shapes: (M,N) -> S, equally many
/// elements.
template<expression A, class Shape>
struct reshaped : node {
  using shape_type = Shape;
  using value_type = value_of<A>;
  A a;
  extents n;
};

// --- what kind of node

template<class E>
inline constexpr bool is_product = false;
template<class A, class B>
inline constexpr bool is_product<product<A, B>> = true;

template<class E>
inline constexpr bool is_part = false;
template<class A, class S>
inline constexpr bool is_part<sliced<A, S>> = true;
template<class A, class S>
inline constexpr bool is_part<reshaped<A, S>> = true;

template<class T>
inline constexpr bool is_number<scalar<T>> = true;
template<class A>
inline constexpr bool is_number<summed<A>> = true;
template<class X, class Y>
inline constexpr bool is_number<inner_product<X, Y>> = true;
template<class F, class... A>
inline constexpr bool is_number<mapped<F, A...>> = (is_number<A> && ...);

// --- children, for whatever walks a tree: with_children(e, f) is e with f applied to each child

template<class E, class F>
constexpr E with_children(E const& leaf, F const&) {
  return leaf;
}
template<class A, class F>
constexpr auto with_children(transposed<A> const& e, F const& f) {
  return transposed<decltype(f(e.a))>{{}, f(e.a)};
}
template<class A, class B, class F>
constexpr auto with_children(product<A, B> const& e, F const& f) {
  return product<decltype(f(e.a)), decltype(f(e.b))>{{}, f(e.a), f(e.b)};
}
template<class G, class... A, class F>
constexpr auto with_children(mapped<G, A...> const& e, F const& f) {
  return hana::unpack(e.args, [&](auto const&... a) {
    return mapped<G, decltype(f(a))...>{{}, e.f, hana::make_basic_tuple(f(a)...)};
  });
}
template<class P, class Tree, class F>
constexpr auto with_children(finished<P, Tree> const& e, F const& f) {
  return finished<decltype(f(e.inner)), decltype(f(e.tree))>{{}, f(e.inner), f(e.tree)};
}
template<class A, class F>
constexpr auto with_children(summed<A> const& e, F const& f) {
  return summed<decltype(f(e.a))>{{}, f(e.a)};
}
template<class X, class Y, class F>
constexpr auto with_children(inner_product<X, Y> const& e, F const& f) {
  return inner_product<decltype(f(e.x)), decltype(f(e.y))>{{}, f(e.x), f(e.y)};
}
template<class A, class S, class F>
constexpr auto with_children(sliced<A, S> const& e, F const& f) {
  return sliced<decltype(f(e.a)), S>{{}, f(e.a), e.i, e.j, e.n};
}
template<class A, class S, class F>
constexpr auto with_children(reshaped<A, S> const& e, F const& f) {
  return reshaped<decltype(f(e.a)), S>{{}, f(e.a), e.n};
}

}  // namespace tessera::inline TESSERA_ISA
