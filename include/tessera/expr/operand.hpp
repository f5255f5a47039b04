// SPDX-License-Identifier: BSL-1.0
#pragma once
// What may stand beside a matrix, and what it becomes there.

#include <complex>

#include <tessera/expr/number.hpp>

namespace tessera::inline TESSERA_ISA {

/// The element type in which a number meets a matrix of T: T itself, unless that would lose the
/// number's kind (a fraction among integers, a complex number among real ones). So 0.5 * A stays a
/// matrix of float.
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
  requires(is_float16<T> && !simd::is_complex<S>)
struct scalar_beside<S, T> : scalar_beside<S, float> {};
template<class S, class T>
  requires(!simd::is_complex<T>)
struct scalar_beside<std::complex<S>, T> {
  using type = std::complex<std::common_type_t<S, T>>;
};

/// Stands beside a matrix expression E as a number.
template<class S, class E>
concept number_beside =
    expression<E> &&
    std::convertible_to<S, typename scalar_beside<std::remove_cvref_t<S>, value_of<E>>::type>;

/// One of A and B is an expression; the other is one too, or a number. A container gets as far as
/// `operand`, which refuses it: here the message would list what std has of the operator.
template<class A, class B>
concept operands =
    bool((expression<A> && (expression<B> || number_beside<B, A> || container<B>)) ||
         (expression<B> && (number_beside<A, B> || container<A>))) ||
    because<"operands: one must be a matrix, the other one too or a number">;

/// Can a matrix of T be a factor?
template<class T>
concept multipliable = bool(std::is_arithmetic_v<T> || simd::is_complex<T> ||
                            requires(T const& x) { x * x + x; }) ||
                       because<"A * B, dot(x, y): the elements must have * and +">;

/// Can numbers of T be added up?
template<class T>
concept addable = bool(requires(T const& x) { x + x; }) ||
                  because<"sum(A), mean(A), trace(A): the elements must have +">;

/// The operators that element-wise trees are made of; other functions ask for themselves.
template<class F, class T>
inline constexpr bool has_operator = true;
template<class T>
inline constexpr bool has_operator<simd::plus, T> = requires(T const& x) { x + x; };
template<class T>
inline constexpr bool has_operator<simd::minus, T> = requires(T const& x) { x - x; };
template<class T>
inline constexpr bool has_operator<simd::times, T> = requires(T const& x) { x * x; };
template<class T>
inline constexpr bool has_operator<simd::over, T> = requires(T const& x) { x / x; };

template<class F, class T>
concept operates_on = bool(has_operator<F, T>) ||
                      because<"A + B, A - B, A % B, A / B: the elements must have that operator">;

/// Has T an order?
template<class T>
concept ordered = !simd::is_complex<T> || because<"complex numbers are not ordered">;

template<class X>
struct value_or_self {
  using type = std::remove_cvref_t<X>;
};
template<class X>
  requires expression<X>
struct value_or_self<X> {
  using type = value_of<X>;
};
template<class A, class B>
concept ordered_operands =
    ordered<typename value_or_self<A>::type> && ordered<typename value_or_self<B>::type>;
template<class A, class B>
concept comparable_operands = no_container<A> && no_container<B> && ordered_operands<A, B>;

/// An expression whose elements are bool.
template<class A>
concept truths = expression<A> && (bool(std::same_as<value_of<A>, bool>) ||
                                   because<"A && B, A || B, !A: the elements must be bool">);

/// X as an operand next to E.
template<class E, class X>
constexpr auto operand(X&& x) {
  if constexpr (expression<X>) {
    return captured(std::forward<X>(x));
  } else if constexpr (container<X>) {
    static_assert(no_container<X>);
    return scalar<value_of<E>>{};
  } else {
    using T = typename scalar_beside<std::remove_cvref_t<X>, value_of<E>>::type;
    if constexpr (simd::is_complex<T> && std::is_arithmetic_v<std::remove_cvref_t<X>>)
      return scalar<T>{{}, T(static_cast<typename T::value_type>(x))};
    else return scalar<T>{{}, static_cast<T>(x)};
  }
}

}  // namespace tessera::inline TESSERA_ISA
