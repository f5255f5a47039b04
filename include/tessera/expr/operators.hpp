// SPDX-License-Identifier: BSL-1.0
#pragma once
// What users write: operators and functions that build trees and compute nothing.

#include <tessera/expr/operand.hpp>
#include <tessera/simd/convert.hpp>
#include <tessera/simd/mask.hpp>

namespace tessera::inline TESSERA_ISA {

template<class F, class... A>
constexpr auto map_captured(F f, A... a) {
  return mapped<F, A...>{{}, std::move(f), hana::make_basic_tuple(std::move(a)...)};
}

template<class F, class A, class B>
constexpr auto combined(F f, A&& a, B&& b) {
  using T = value_of<first_matrix_of<A, B>>;
  if constexpr (operates_on<F, T>) {
    return map_captured(f, operand<B>(std::forward<A>(a)), operand<A>(std::forward<B>(b)));
  } else {
    static_assert(operates_on<F, T>);
    return operand<B>(std::forward<A>(a));
  }
}

/// What an assertion leaves behind: a truth, about which neither eval nor an `if` of std::min has
/// more to say.
constexpr auto refused_tree() {
  return map_captured(simd::less{}, scalar<bool>{}, scalar<bool>{});
}

template<class... A>
concept operands_of_map =
    bool(((expression<A> || number_beside<A, first_matrix_of<A...>>) && ...)) ||
    because<"map(f, A...): A must be matrices, or numbers beside a matrix">;

template<class F, class... A>
concept applicable =
    bool(std::is_invocable_v<F const&, value_of<decltype(operand<first_matrix_of<A...>>(
                                           std::declval<A>()))> const&...>) ||
    because<"map(f, A...): f must be callable with the elements of A...">;

/// f(A...), element by element. f is a generic lambda: it is called with elements or with SIMD
/// batches of them, whichever the loop has; one that takes elements only is called element by
/// element. A number has the element type of the first matrix, as in A + 1.
/// Shapes: all equal; an operand with a known extent of one stretches along it, a number both ways.
template<class F, class... A>
  requires(sizeof...(A) > 0) && operands_of_map<A...> && conformable_elementwise<A...> &&
          applicable<F, A...>
constexpr auto map(F f, A&&... a) {
  using M = first_matrix_of<A...>;
  // Asked here, so that what is wrong in the body of f is reported here, not ten functions down.
  if constexpr ((std::is_same_v<value_of<decltype(operand<M>(a))>, value_of<M>> && ...))
    (void)requires(F const& g, simd::batch<value_of<decltype(operand<M>(a))>> const&... x) {
      g(x...);
    };
  return map_captured(std::move(f), operand<M>(std::forward<A>(a))...);
}

template<class A>
  requires expression<A>
constexpr auto operator-(A&& a) {
  return map_captured(simd::negate{}, captured(std::forward<A>(a)));
}

/// A + B, A - B. Shapes: equal, or one stretches; a number stretches both ways.
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator+(A&& a, B&& b) {
  return combined(simd::plus{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator-(A&& a, B&& b) {
  return combined(simd::minus{}, std::forward<A>(a), std::forward<B>(b));
}

/// The element-wise (Hadamard) product. Shapes: as for A + B.
template<class A, class B>
  requires expression<A> && expression<B> && conformable_elementwise<A, B>
constexpr auto operator%(A&& a, B&& b) {
  return combined(simd::times{}, std::forward<A>(a), std::forward<B>(b));
}

/// f(A, B) where its namesakes in std are many. Asserted, not constrained: the message would list
/// them all.
template<class F, class A, class B>
constexpr auto famous(F f, A&& a, B&& b) {
  if constexpr (conformable_elementwise<A, B>) {
    return combined(f, std::forward<A>(a), std::forward<B>(b));
  } else {
    static_assert(conformable_elementwise<A, B>);
    return operand<B>(std::forward<A>(a));
  }
}

/// A compared with B. Throws: std::out_of_range, see check_comparable.
template<class F, class A, class B>
constexpr auto compared(F f, A&& a, B&& b) {
  if constexpr (comparable_operands<A, B>) {
    check_comparable<A>(b), check_comparable<B>(a);
    return famous(f, std::forward<A>(a), std::forward<B>(b));
  } else {
    static_assert(comparable_operands<A, B>);
    return refused_tree();
  }
}

/// A < B and its like, element by element: bool. Shapes: as for A + B. Complex numbers are not
/// ordered.
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator<(A&& a, B&& b) {
  return compared(simd::less{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator<=(A&& a, B&& b) {
  return compared(simd::less_equal{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator>(A&& a, B&& b) {
  return compared(simd::greater{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator>=(A&& a, B&& b) {
  return compared(simd::greater_equal{}, std::forward<A>(a), std::forward<B>(b));
}

/// A && B, A || B, !A, element by element, of matrices of bool; both operands are evaluated.
template<class A, class B>
  requires truths<A> && truths<B> && conformable_elementwise<A, B>
constexpr auto operator&&(A&& a, B&& b) {
  return combined(simd::logical_and{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A, class B>
  requires truths<A> && truths<B> && conformable_elementwise<A, B>
constexpr auto operator||(A&& a, B&& b) {
  return combined(simd::logical_or{}, std::forward<A>(a), std::forward<B>(b));
}
template<class A>
  requires truths<A>
constexpr auto operator!(A&& a) {
  return map_captured(simd::logical_not{}, captured(std::forward<A>(a)));
}
// Of one operand clang shows no candidate that is merely constrained.
template<class A>
  requires(expression<A> && !truths<A>)
void operator!(refused<A, "A && B, A || B, !A: the elements must be bool">&&) = delete;

/// Is X a number, or an expression whose value is one?
template<class X>
inline constexpr bool scales = !expression<X> || is_number<std::remove_cvref_t<X>>;

template<class X>
concept divisor = scales<X> || because<"C /= s: s must be a number">;

/// A divided by B, element by element; either may be a number. Shapes: as for A + B.
template<class A, class B>
  requires operands<A, B> && conformable_elementwise<A, B>
constexpr auto operator/(A&& a, B&& b) {
  return combined(simd::over{}, std::forward<A>(a), std::forward<B>(b));
}

/// The extents that meet in A * B; those of a number meet anything.
template<class A, class B>
inline constexpr index_t inner_of_a = dynamic;
template<class A, class B>
  requires(!scales<A> && !scales<B>)
inline constexpr index_t inner_of_a<A, B> = shape_of<A>::cols;
template<class A, class B>
inline constexpr index_t inner_of_b = dynamic;
template<class A, class B>
  requires(!scales<A> && !scales<B>)
inline constexpr index_t inner_of_b<A, B> = shape_of<B>::rows;

/// Are both integers narrower than int? They are multiplied as int, as they are in C++.
template<class T, class U>
inline constexpr bool are_promoted = std::is_integral_v<T> && std::is_integral_v<U> &&
                                     sizeof(T) < sizeof(int) && sizeof(U) < sizeof(int);
template<class A>
constexpr auto promoted(A&& a) {
  return map_captured(simd::cast_to<int>{}, captured(std::forward<A>(a)));
}

/// The matrix product, or A or B scaled where the other is a number.
/// Shapes: (M,K) * (K,N) -> (M,N). 2 M N K flops when it is evaluated.
template<class A, class B>
  requires operands<A, B> && as_many_columns_as_rows<inner_of_a<A, B>, inner_of_b<A, B>>
constexpr auto operator*(A&& a, B&& b) {
  if constexpr (scales<A> || scales<B>) {
    return combined(simd::times{}, std::forward<A>(a), std::forward<B>(b));
  } else if constexpr (!multipliable<value_of<A>>) {
    static_assert(multipliable<value_of<A>>);
    return captured(std::forward<A>(a));
  } else if constexpr (are_promoted<value_of<A>, value_of<B>>) {
    return promoted(std::forward<A>(a)) * promoted(std::forward<B>(b));
  } else {
    return product<captured_as<A>, captured_as<B>>{
        {}, captured(std::forward<A>(a)), captured(std::forward<B>(b))};
  }
}

/// No range: `for (float x : A * B)` says so.
template<class E>
  requires expression<E>
void begin(refused<E, "for (x : e): e is not in memory; eval(e) is"> const&) = delete;
template<class E>
  requires expression<E>
void end(refused<E, "for (x : e): e is not in memory; eval(e) is"> const&) = delete;

/// A matrix or a view.
template<class E>
concept in_memory = is_view<std::remove_cvref_t<E>> || is_matrix<std::remove_cvref_t<E>>;

}  // namespace tessera::inline TESSERA_ISA
