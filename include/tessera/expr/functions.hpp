// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions applied element by element. All are lazy, all have the shape of their operand, and each
// gives an element the same bits in whatever loop it runs.

#include <tessera/expr/operators.hpp>
#include <tessera/simd/cheap.hpp>
#include <tessera/simd/convert.hpp>
#include <tessera/simd/math.hpp>

namespace tessera::inline TESSERA_ISA {

/// F applied to each element of A.
template<class F, class A>
constexpr auto each(F f, A&& a) {
  return map_captured(f, captured(std::forward<A>(a)));
}

/// The same of a function that has no meaning for complex numbers. Asserted, not constrained: the
/// message would list whatever has the function's name in std.
template<class F, class A>
constexpr auto of_reals(F f, A&& a) {
  if constexpr (simd::real<value_of<A>>) {
    return each(f, std::forward<A>(a));
  } else {
    static_assert(simd::real<value_of<A>>);
    return captured(std::forward<A>(a));
  }
}

/// max(A, 0). NaN stays NaN.
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto relu(A&& a) {
  return each(simd::rectify{}, std::forward<A>(a));
}

/// e^A and log A (base e). Accurate to 1.5 ulp; of integers as double.
template<class A>
  requires expression<A>
constexpr auto exp(A&& a) {
  return of_reals(simd::exponential{}, std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto log(A&& a) {
  return of_reals(simd::logarithm{}, std::forward<A>(a));
}

/// The square root, correctly rounded, and 1 / sqrt(A), rounded twice.
template<class A>
  requires expression<A>
constexpr auto sqrt(A&& a) {
  return of_reals(simd::square_root{}, std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto rsqrt(A&& a) {
  return of_reals(simd::reciprocal_root{}, std::forward<A>(a));
}

/// The hyperbolic tangent, the logistic function 1 / (1 + e^-A), and A Phi(A) with the normal
/// distribution function Phi.
template<class A>
  requires expression<A>
constexpr auto tanh(A&& a) {
  return of_reals(simd::hyperbolic_tangent{}, std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto sigmoid(A&& a) {
  return of_reals(simd::logistic{}, std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto gelu(A&& a) {
  return of_reals(simd::gaussian_linear{}, std::forward<A>(a));
}

/// |A|; of complex numbers their modulus.
template<class A>
  requires expression<A>
constexpr auto abs(A&& a) {
  return each(simd::absolute{}, std::forward<A>(a));
}

template<class A, class B>
concept real_operands =
    simd::real<typename value_or_self<A>::type> && simd::real<typename value_or_self<B>::type>;

/// A to the power of B; either may be a number.
template<class A, class B>
  requires operands<A, B>
constexpr auto pow(A&& a, B&& b) {
  if constexpr (real_operands<A, B>) {
    return famous(simd::power{}, std::forward<A>(a), std::forward<B>(b));
  } else {
    static_assert(real_operands<A, B>);
    return refused_tree();
  }
}

/// The smaller or the larger of A and B, element by element; NaN where one is. Shapes: as for A +
/// B.
template<class A, class B>
  requires operands<A, B>
constexpr auto min(A&& a, B&& b) {
  return compared(simd::smaller{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires operands<A, B>
constexpr auto max(A&& a, B&& b) {
  return compared(simd::larger_one{}, std::forward<A>(a), std::forward<B>(b));
}

/// min(max(A, low), high). Throws: std::out_of_range where A is of integers and a number none of
/// them.
template<class A, class Low, class High>
  requires expression<A> && operands<A, Low> && operands<A, High> &&
           conformable_elementwise<A, Low, High>
constexpr auto clamp(A&& a, Low&& low, High&& high) {
  if constexpr (ordered_operands<A, Low> && ordered_operands<A, High>) {
    check_comparable<A>(low), check_comparable<A>(high);
    return map_captured(simd::clamp{}, captured(std::forward<A>(a)),
                        operand<A>(std::forward<Low>(low)), operand<A>(std::forward<High>(high)));
  } else {
    static_assert(ordered_operands<A, Low> && ordered_operands<A, High>);
    return refused_tree();
  }
}

template<class C>
concept condition =
    bool(std::same_as<value_of<C>, bool>) ||
    because<"select(c, A, B): the elements of c must be bool, as those of A < B are">;

template<class A>
concept plain_number =
    std::is_arithmetic_v<std::remove_cvref_t<A>> || simd::is_complex<std::remove_cvref_t<A>>;

/// Two numbers, which make a matrix of their common type.
template<class A, class B>
concept pair_of_numbers =
    plain_number<A> && plain_number<B> && requires { typename std::common_type_t<A, B>; };

/// A where c holds, B elsewhere; either may be a number, or both. Shapes: as for A + B.
/// Asserted, not constrained: the message would list the select of <sys/select.h>.
template<class C, class A, class B>
  requires expression<C> && (operands<A, B> || pair_of_numbers<A, B>)
constexpr auto select(C&& c, A&& a, B&& b) {
  if constexpr (!condition<C> || !conformable_elementwise<C, A, B>) {
    static_assert(condition<C>);
    static_assert(conformable_elementwise<C, A, B>);
    return captured(std::forward<C>(c));
  } else if constexpr (pair_of_numbers<A, B>) {
    using T = std::common_type_t<A, B>;
    return map_captured(simd::chosen{}, captured(std::forward<C>(c)),
                        scalar<T>{{}, static_cast<T>(a)}, scalar<T>{{}, static_cast<T>(b)});
  } else {
    return map_captured(simd::chosen{}, captured(std::forward<C>(c)),
                        operand<B>(std::forward<A>(a)), operand<A>(std::forward<B>(b)));
  }
}

template<class A, class T>
concept castable = bool(std::is_invocable_v<simd::cast_to<T> const&, value_of<A> const&> &&
                        requires(value_of<A> const& x) { static_cast<T>(x); }) ||
                   because<"cast<T>(A): the elements of A must convert to T">;

/// Each element as a T, as static_cast does.
template<class T, class A>
  requires expression<A> && castable<A, T>
constexpr auto cast(A&& a) {
  if constexpr (std::is_same_v<T, computed_with<value_of<A>>>) return captured(std::forward<A>(a));
  else return each(simd::cast_to<T>{}, std::forward<A>(a));
}

}  // namespace tessera::inline TESSERA_ISA
