// SPDX-License-Identifier: BSL-1.0
#pragma once
// A sum over a product is a product of sums, and a sum over a sum is two.

#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// sum(A B) = dot(col_sum(A), row_sum(B)),  row_sum(A B) = A row_sum(B),  col_sum(A B) = col_sum(A)
/// B.
/// Shrinks: the extents of products. One pass over A and B in place of 2 M N K flops.
struct sum_product {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class A, class B>
  constexpr auto operator()(reduced<simd::adds, per::matrix, product<A, B>> const& e) const {
    return dot(col_sum(e.a.a), row_sum(e.a.b));
  }
  template<class A, class B>
    requires(shape_of<B>::cols != 1)
  constexpr auto operator()(reduced<simd::adds, per::row, product<A, B>> const& e) const {
    return e.a.a * row_sum(e.a.b);
  }
  template<class A, class B>
    requires(shape_of<A>::rows != 1)
  constexpr auto operator()(reduced<simd::adds, per::column, product<A, B>> const& e) const {
    return col_sum(e.a.a) * e.a.b;
  }
};

/// Is there a product in E?
template<class E>
inline constexpr bool has_product = false;
template<class A, class B>
inline constexpr bool has_product<product<A, B>> = true;
template<class F, class... A>
inline constexpr bool has_product<mapped<F, A...>> = (has_product<A> || ...);

template<class F>
inline constexpr bool is_linear = std::is_same_v<F, simd::plus> || std::is_same_v<F, simd::minus>;

/// Neither A nor B stretches in f(A, B), so that a sum over f(A, B) is a sum over each.
template<class A, class B>
inline constexpr bool nothing_stretches =
    !is_number<A> && !is_number<B> && (shape_of<A>::rows == 1) == (shape_of<B>::rows == 1) &&
    (shape_of<A>::cols == 1) == (shape_of<B>::cols == 1);

/// sum(A + B) = sum(A) + sum(B) where one of them holds a product;  sum(s A) = s sum(A).
/// sum: of all elements, of rows or of columns. Shrinks: the sum of the sizes of all summed
/// subtrees.
struct split_sum {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<per Each, class F, class A, class B>
    requires(is_linear<F> && nothing_stretches<A, B> && has_product<mapped<F, A, B>>)
  constexpr auto operator()(reduced<simd::adds, Each, mapped<F, A, B>> const& e) const {
    return hana::unpack(e.a.args, [&](auto const& a, auto const& b) {
      return map_captured(e.a.f, reduction<simd::adds, Each>(a), reduction<simd::adds, Each>(b));
    });
  }
  template<per Each, class S, class A>
    requires(is_number<S> && !is_number<A> && has_product<A>)
  constexpr auto operator()(reduced<simd::adds, Each, mapped<simd::times, S, A>> const& e) const {
    return hana::unpack(e.a.args, [&](auto const& s, auto const& a) {
      return map_captured(e.a.f, s, reduction<simd::adds, Each>(a));
    });
  }
};

/// sum(row_sum(A)) = sum(col_sum(A)) = sum(A).  Shrinks: the number of reductions.
struct sum_of_sums {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<per Each, class A>
    requires(Each != per::matrix)
  constexpr auto operator()(
      reduced<simd::adds, per::matrix, reduced<simd::adds, Each, A>> const& e) const {
    return sum(e.a.a);
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
