// SPDX-License-Identifier: BSL-1.0
#pragma once
// Products that need no sum: with matrices of which most elements are known to be zero, and of a
// column and a row.

#include <tessera/rewrite/sums.hpp>

namespace tessera::inline TESSERA_ISA::rules {

template<class E>
inline constexpr bool is_identity = false;
template<class T, class S>
inline constexpr bool is_identity<generated<generators::unit<T>, T, S>> = true;
template<class E>
inline constexpr bool is_zero = false;
template<class T, class S>
inline constexpr bool is_zero<generated<generators::zero<T>, T, S>> = true;

/// I A = A I = A.  Infinity and NaN, which 0 would turn into NaN, and the sign of zero stay.
/// Shrinks: the number of products.
struct drop_identity {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class I, class A>
    requires(is_identity<I> && std::is_same_v<value_of<product<I, A>>, value_of<A>>)
  constexpr auto operator()(product<I, A> const& e) const {
    return e.b;
  }
  template<class A, class I>
    requires(is_identity<I> && !is_identity<A> &&
             std::is_same_v<value_of<product<A, I>>, value_of<A>>)
  constexpr auto operator()(product<A, I> const& e) const {
    return e.a;
  }
};

/// Has A the shape and the type of f(A, Z)?
template<class F, class A, class Z>
inline constexpr bool alone =
    !is_number<A> && std::is_same_v<value_of<mapped<F, A, Z>>, value_of<A>> &&
    (shape_of<A>::rows != 1 || shape_of<Z>::rows == 1) &&
    (shape_of<A>::cols != 1 || shape_of<Z>::cols == 1);

/// 0 A = A 0 = 0,  A + 0 = 0 + A = A - 0 = A.  As if no element of A were infinite or NaN.
/// Shrinks: the number of nodes.
struct drop_zero {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class A, class B>
    requires(is_zero<A> || is_zero<B>)
  constexpr auto operator()(product<A, B> const& e) const {
    using P = product<A, B>;
    using T = value_of<P>;
    return generated<generators::zero<T>, T, shape_of<P>>{{}, {}, extents_of(e)};
  }
  template<class F, class A, class Z>
    requires(is_linear<F> && is_zero<Z> && alone<F, A, Z>)
  constexpr auto operator()(mapped<F, A, Z> const& e) const {
    return hana::front(e.args);
  }
  template<class Z, class A>
    requires(is_zero<Z> && !is_zero<A> && alone<simd::plus, A, Z>)
  constexpr auto operator()(mapped<simd::plus, Z, A> const& e) const {
    return hana::back(e.args);
  }
};

template<class E>
inline constexpr bool is_diagonal_matrix = false;
template<class X>
inline constexpr bool is_diagonal_matrix<diagonal_matrix_of<X>> = true;

/// diagonal_matrix(x) A = x % A with x as a column,  A diagonal_matrix(x) = A % x' with x as a row.
/// M N multiplications in place of 2 M N K flops.  Shrinks: the number of products.
struct scale_by_diagonal {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class X, class A>
  constexpr auto operator()(product<diagonal_matrix_of<X>, A> const& e) const {
    return map_captured(simd::times{}, vector_along<per::row>(e.a.x), e.b);
  }
  template<class A, class X>
    requires(!is_diagonal_matrix<A>)
  constexpr auto operator()(product<A, diagonal_matrix_of<X>> const& e) const {
    return map_captured(simd::times{}, e.a, vector_along<per::column>(e.b.x));
  }

private:
  /// One element for each row (a column) or for each column (a row).
  template<per Each, class X>
  static constexpr auto vector_along(X const& x) {
    if constexpr ((shape_of<X>::cols == 1) == (Each == per::row)) return x;
    else return transposed<X>{{}, x};
  }
};

/// x y' = x % y', where x stretches along rows and y' along columns.  A sum begins with a positive
/// zero, so that the sign of a zero may change. M N multiplications in the nest that needs them.
/// Shrinks: the number of products.
struct outer_product {
  static constexpr auto rounding = rounding_effect::reassociating;
  static constexpr auto turn = pass::fusion;
  template<class X, class Y>
    requires(shape_of<X>::cols == 1 && shape_of<Y>::rows == 1 &&
             (shape_of<X>::rows != 1 || shape_of<Y>::cols != 1))
  constexpr auto operator()(product<X, Y> const& e) const {
    return map_captured(simd::times{}, e.a, e.b);
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
