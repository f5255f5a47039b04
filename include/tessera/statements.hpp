// SPDX-License-Identifier: BSL-1.0
#pragma once
// The other statements, each an assignment in the end: a number fills, noalias, C += e; and A == B.

#include <tessera/eval.hpp>
#include <tessera/expr/generators.hpp>

namespace tessera::inline TESSERA_ISA {

/// c = s for all elements of c, whose shape stays.
template<class D, class S>
  requires number_or_container<S>
TESSERA_INLINE constexpr void assign_with(D& c, S const& s) {
  if constexpr (container<S>) {
    static_assert(no_container<S>);
  } else {
    using T = value_of<D>;
    using Shape = shape_of<D>;
    static_assert(holds_elements_of<D, scalar<typename scalar_beside<S, T>::type>>);
    assign_with(c, generators::of<Shape::rows, Shape::cols, T>(
                       generators::same<T>{static_cast<T>(s)}, extents_of(c)));
  }
}

/// noalias(C) = e: no temporary, on the promise that C shares no element with e that would be
/// overwritten before its last use. The promise is checked, in O(leaves).
/// Throws: alias_error where it is broken; C is then as it was.
template<class D>
class noalias_destination {
public:
  constexpr explicit noalias_destination(D& c) : c_(c) {}

  template<class E>
    requires expression<E>
  TESSERA_INLINE constexpr D& operator=(E const& e) const {
    assign_with<tiled, overlapping::refused>(c_, e);
    return c_;
  }
  template<class E>
    requires operands<D, E>
  constexpr D& operator+=(E const& e) const {
    return *this = famous(simd::plus{}, c_, e);
  }
  template<class E>
    requires operands<D, E>
  constexpr D& operator-=(E const& e) const {
    return *this = famous(simd::minus{}, c_, e);
  }

private:
  D& c_;
};

template<class D>
  requires destination<D>
constexpr auto noalias(D&& c) {
  return noalias_destination<std::remove_reference_t<D>>(c);
}

/// C = C + e, C = C - e, C = C * e (a number scales; a matrix multiplies from the right), C = C /
/// s.
template<class D, class E>
  requires destination<D> && operands<D, E> && conformable_elementwise<D, E>
TESSERA_INLINE constexpr D&& operator+=(D&& c, E const& e) {
  assign(c, c + e);
  return std::forward<D>(c);
}
template<class D, class E>
  requires destination<D> && operands<D, E> && conformable_elementwise<D, E>
TESSERA_INLINE constexpr D&& operator-=(D&& c, E const& e) {
  assign(c, c - e);
  return std::forward<D>(c);
}
template<class D, class E>
  requires destination<D> && operands<D, E> &&
           as_many_columns_as_rows<inner_of_a<D, E>, inner_of_b<D, E>>
TESSERA_INLINE constexpr D&& operator*=(D&& c, E const& e) {
  assign(c, c * e);
  return std::forward<D>(c);
}
template<class D, class S>
  requires destination<D> && operands<D, S> && divisor<S>
TESSERA_INLINE constexpr D&& operator/=(D&& c, S const& s) {
  assign(c, c / s);
  return std::forward<D>(c);
}

template<class X>
concept comparable = expression<X> || because<"A == B: both must be matrices">;

/// Same shape and equal elements. What is not in memory is evaluated first.
template<class A, class B>
  requires(!is_number<A> && !is_number<B> &&
           ((expression<A> && (expression<B> || number_or_container<B>)) ||
            (expression<B> && number_or_container<A>)))
constexpr bool operator==(A const& a, B const& b) {
  if constexpr (!expression<A> || !expression<B>) {
    static_assert(comparable<A> && comparable<B>);
    return false;
  } else if constexpr (!in_memory<A>) return eval(a) == b;
  else if constexpr (!in_memory<B>) return a == eval(b);
  else {
    using T = std::common_type_t<value_of<A>, value_of<B>>;
    if (extents_of(a) != extents_of(b)) return false;
    for (index_t i = 0; i < a.rows(); ++i)
      for (index_t j = 0; j < a.cols(); ++j)
        if (!(static_cast<T>(a(i, j)) == static_cast<T>(b(i, j)))) return false;
    return true;
  }
}

}  // namespace tessera::inline TESSERA_ISA
