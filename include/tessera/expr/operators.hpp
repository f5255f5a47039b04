// SPDX-License-Identifier: BSL-1.0
#pragma once
// What users write: operators and functions that build trees and compute nothing.

#include <complex>

#include <tessera/expr/capture.hpp>

namespace tessera::inline TESSERA_ISA {

/// The element type in which a number meets a matrix of T: T itself, unless that would lose the number's kind (a fraction
/// among integers, a complex number among real ones). So 0.5 * A stays a matrix of float.
template<class S, class T>
struct scalar_beside {
  using type = T;
};
template<class S, class T>
  requires(std::is_floating_point_v<S> && std::is_integral_v<T>)
struct scalar_beside<S, T> {
  using type = S;
};
template<class S, class T>
  requires(!is_complex<T>)
struct scalar_beside<std::complex<S>, T> {
  using type = std::complex<std::common_type_t<S, T>>;
};

/// Stands beside a matrix expression as a number.
template<class S, class E>
concept number_beside = expression<E> && !expression<S> &&
                        std::convertible_to<S, typename scalar_beside<std::remove_cvref_t<S>, value_of<E>>::type>;

template<class E, class S>
constexpr auto number(S const& s) {
  using T = typename scalar_beside<S, value_of<E>>::type;
  return scalar<T>{{}, static_cast<T>(s)};
}

template<class F, class... A>
constexpr auto map_captured(F f, A... a) {
  return mapped<F, A...>{{}, std::move(f), hana::make_basic_tuple(std::move(a)...)};
}

/// f(A...), element by element. f is a generic lambda: it is called with elements or with SIMD batches of them, whichever the
/// loop has; one that takes elements only is called element by element.
/// Shapes: all equal; an operand with a known extent of one stretches along it.
template<class F, class... A>
  requires(sizeof...(A) > 0 && (expression<A> && ...) && conformable_elementwise<A...>)
constexpr auto map(F f, A&&... a) {
  return map_captured(std::move(f), captured(std::forward<A>(a))...);
}

/// max(A, 0), element by element. NaN stays NaN.
template<class A>
  requires expression<A>
constexpr auto relu(A&& a) {
  return map(rectify{}, std::forward<A>(a));
}

template<class A>
  requires expression<A>
constexpr auto operator-(A&& a) {
  return map(negate{}, std::forward<A>(a));
}

/// A + B. Shapes: equal, or one stretches.
template<class A, class B>
  requires(expression<A> && expression<B> && conformable_elementwise<A, B>)
constexpr auto operator+(A&& a, B&& b) {
  return map(plus{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires(expression<A> && expression<B> && conformable_elementwise<A, B>)
constexpr auto operator-(A&& a, B&& b) {
  return map(minus{}, std::forward<A>(a), std::forward<B>(b));
}
/// The element-wise (Hadamard) product.
template<class A, class B>
  requires(expression<A> && expression<B> && conformable_elementwise<A, B>)
constexpr auto operator%(A&& a, B&& b) {
  return map(times{}, std::forward<A>(a), std::forward<B>(b));
}

template<class A, class S>
  requires number_beside<S, A>
constexpr auto operator+(A&& a, S const& s) {
  return map_captured(plus{}, captured(std::forward<A>(a)), number<A>(s));
}
template<class S, class A>
  requires number_beside<S, A>
constexpr auto operator+(S const& s, A&& a) {
  return map_captured(plus{}, number<A>(s), captured(std::forward<A>(a)));
}
template<class A, class S>
  requires number_beside<S, A>
constexpr auto operator-(A&& a, S const& s) {
  return map_captured(minus{}, captured(std::forward<A>(a)), number<A>(s));
}
template<class S, class A>
  requires number_beside<S, A>
constexpr auto operator-(S const& s, A&& a) {
  return map_captured(minus{}, number<A>(s), captured(std::forward<A>(a)));
}
template<class A, class S>
  requires number_beside<S, A>
constexpr auto operator*(A&& a, S const& s) {
  return map_captured(times{}, captured(std::forward<A>(a)), number<A>(s));
}
template<class S, class A>
  requires number_beside<S, A>
constexpr auto operator*(S const& s, A&& a) {
  return map_captured(times{}, number<A>(s), captured(std::forward<A>(a)));
}
template<class A, class S>
  requires number_beside<S, A>
constexpr auto operator/(A&& a, S const& s) {
  return map_captured(over{}, captured(std::forward<A>(a)), number<A>(s));
}

/// A divided by a reduction.
template<class A, class B>
  requires(expression<A> && is_number<std::remove_cvref_t<B>>)
constexpr auto operator/(A&& a, B&& b) {
  return map(over{}, std::forward<A>(a), std::forward<B>(b));
}

/// Can A and B stand on the two sides of `*`? Numbers scale; everything else is a matrix product.
template<class A, class B>
concept multipliable = is_number<std::remove_cvref_t<A>> || is_number<std::remove_cvref_t<B>> ||
                       conformable_for_product<A, B>;

/// A B. Shapes: (M,K) * (K,N) -> (M,N). 2 M N K flops when it is evaluated.
template<class A, class B>
  requires(expression<A> && expression<B> && multipliable<A, B>)
constexpr auto operator*(A&& a, B&& b) {
  if constexpr (is_number<std::remove_cvref_t<A>> || is_number<std::remove_cvref_t<B>>)
    return map(times{}, std::forward<A>(a), std::forward<B>(b));
  else
    return product<captured_as<A>, captured_as<B>>{{}, captured(std::forward<A>(a)),
                                                   captured(std::forward<B>(b))};
}

/// The sum of all elements; 0 where there are none.
template<class A>
  requires expression<A>
constexpr auto sum(A&& a) {
  return summed<captured_as<A>>{{}, captured(std::forward<A>(a))};
}

/// The sum of x(p) y(p); neither is conjugated. Shapes: vectors, rows or columns, of equal length.
template<class X, class Y>
  requires(expression<X> && expression<Y> && conformable_for_dot<X, Y>)
constexpr auto dot(X&& x, Y&& y) {
  return inner_product<captured_as<X>, captured_as<Y>>{{}, captured(std::forward<X>(x)),
                                                       captured(std::forward<Y>(y))};
}

/// A matrix or a view.
template<class E>
concept in_memory = is_view<std::remove_cvref_t<E>> || is_matrix<std::remove_cvref_t<E>>;

}  // namespace tessera::inline TESSERA_ISA
