// SPDX-License-Identifier: BSL-1.0
#pragma once
// Many elements to one: of a whole matrix to a number, of each row to a column, of each column to a
// row. All are lazy; none of them stores what it reduces.

#include <tessera/expr/functions.hpp>

namespace tessera::inline TESSERA_ISA {

/// What is added: of truths how many hold, as numbers.
template<class A>
constexpr auto summand(A&& a) {
  if constexpr (std::is_same_v<value_of<A>, bool>) return cast<index_t>(std::forward<A>(a));
  else return captured(std::forward<A>(a));
}

template<class R, per Each, class A>
constexpr auto reduction(A&& a) {
  return reduced<R, Each, captured_as<A>>{{}, captured(std::forward<A>(a))};
}

/// The element type of a mean or a norm: a floating-point one.
template<class T>
using mean_of = std::conditional_t<std::is_integral_v<T>, double, computed_with<T>>;

/// How many elements meet in one result.
template<per Each>
constexpr index_t reduced_count(extents n) {
  return Each == per::matrix ? n.rows * n.cols : Each == per::row ? n.cols : n.rows;
}

template<per Each, class A>
constexpr auto mean_per(A&& a) {
  using T = mean_of<value_of<A>>;
  auto const count = simd::cast_to<T>{}(reduced_count<Each>(extents_of(a)));
  return reduction<simd::adds, Each>(cast<T>(std::forward<A>(a))) / count;
}
template<per Each, class A>
constexpr auto norm_per(A&& a) {
  using T = mean_of<value_of<A>>;
  if constexpr (!std::is_same_v<T, value_of<A>>) return norm_per<Each>(cast<T>(std::forward<A>(a)));
  else return sqrt(reduction<simd::adds, Each>(each(simd::squared_modulus{}, std::forward<A>(a))));
}

/// Asserted, not constrained: the message would list the min and max of std.
template<class R, class A>
constexpr auto ordered_reduction(A&& a) {
  if constexpr (ordered<value_of<A>>) {
    return reduction<R, per::matrix>(std::forward<A>(a));
  } else {
    static_assert(ordered<value_of<A>>);
    return refused_tree();
  }
}

// --- of all elements: a number

/// The sum of all elements; 0 where there are none. Of truths, as those of A < B are, how many
/// hold.
template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto sum(A&& a) {
  return reduction<simd::adds, per::matrix>(summand(std::forward<A>(a)));
}
/// sum(A) / (rows * cols); of integers as double, of nothing NaN.
template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto mean(A&& a) {
  return mean_per<per::matrix>(std::forward<A>(a));
}
/// The least and the greatest element; NaN where there is one.
/// Throws: shape_error where there are no elements.
template<class A>
  requires expression<A>
constexpr auto min(A&& a) {
  return ordered_reduction<simd::least>(std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto max(A&& a) {
  return ordered_reduction<simd::greatest>(std::forward<A>(a));
}
/// The index of the first least and greatest element, counted row by row; of the first NaN where
/// there is one. Throws: shape_error where there are no elements.
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto argmin(A&& a) {
  return reduction<simd::place_of<simd::least>, per::matrix>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto argmax(A&& a) {
  return reduction<simd::place_of<simd::greatest>, per::matrix>(std::forward<A>(a));
}
/// The Frobenius norm: the root of the sum of squared moduli, of integers as double. Where a square
/// overflows, infinity.
template<class A>
  requires expression<A>
constexpr auto norm(A&& a) {
  return norm_per<per::matrix>(std::forward<A>(a));
}
/// The sum of the diagonal.
template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto trace(A&& a) {
  return sum(diagonal(std::forward<A>(a)));
}
/// The sum of x(p) y(p); neither is conjugated. Shapes: vectors, rows or columns, of equal length.
template<class X, class Y>
  requires expression<X> && expression<Y> && conformable_for_dot<X, Y> && multipliable<value_of<X>>
constexpr auto dot(X&& x, Y&& y) {
  if constexpr (are_promoted<value_of<X>, value_of<Y>>)
    return dot(promoted(std::forward<X>(x)), promoted(std::forward<Y>(y)));
  else
    return inner_product<captured_as<X>, captured_as<Y>>{
        {}, captured(std::forward<X>(x)), captured(std::forward<Y>(y))};
}

// --- of each row: rows x 1

template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto row_sum(A&& a) {
  return reduction<simd::adds, per::row>(summand(std::forward<A>(a)));
}
template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto row_mean(A&& a) {
  return mean_per<per::row>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto row_min(A&& a) {
  return reduction<simd::least, per::row>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto row_max(A&& a) {
  return reduction<simd::greatest, per::row>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto row_argmin(A&& a) {
  return reduction<simd::place_of<simd::least>, per::row>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto row_argmax(A&& a) {
  return reduction<simd::place_of<simd::greatest>, per::row>(std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto row_norm(A&& a) {
  return norm_per<per::row>(std::forward<A>(a));
}

// --- of each column: 1 x cols

template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto col_sum(A&& a) {
  return reduction<simd::adds, per::column>(summand(std::forward<A>(a)));
}
template<class A>
  requires expression<A> && addable<value_of<A>>
constexpr auto col_mean(A&& a) {
  return mean_per<per::column>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto col_min(A&& a) {
  return reduction<simd::least, per::column>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto col_max(A&& a) {
  return reduction<simd::greatest, per::column>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto col_argmin(A&& a) {
  return reduction<simd::place_of<simd::least>, per::column>(std::forward<A>(a));
}
template<class A>
  requires expression<A> && ordered<value_of<A>>
constexpr auto col_argmax(A&& a) {
  return reduction<simd::place_of<simd::greatest>, per::column>(std::forward<A>(a));
}
template<class A>
  requires expression<A>
constexpr auto col_norm(A&& a) {
  return norm_per<per::column>(std::forward<A>(a));
}

template<class T>
concept has_fractions =
    std::is_floating_point_v<T> || because<"softmax: the elements must be floating-point numbers">;

/// Along each row, exp(A) / row_sum(exp(A)), computed without overflow as exp(A - row_max(A)).
/// Cost: two passes over each row while it is in cache.
template<class A>
  requires expression<A> && has_fractions<computed_with<value_of<A>>>
constexpr auto softmax(A&& a) {
  return softmaxed<captured_as<A>>{{}, captured(std::forward<A>(a))};
}

}  // namespace tessera::inline TESSERA_ISA
