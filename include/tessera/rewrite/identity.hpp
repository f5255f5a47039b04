// SPDX-License-Identifier: BSL-1.0
#pragma once
// Are two trees the same? Their types say whether they may be; the addresses of their leaves
// whether they are.

#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::rules {

// Trees of any depth: each overload calls the others.
template<class A, class B>
constexpr bool same_value(product<A, B> const& a, product<A, B> const& b);
template<class F, class... A>
  requires std::is_empty_v<F>
constexpr bool same_value(mapped<F, A...> const& a, mapped<F, A...> const& b);

/// Is the value of the one the value of the other, because they read the same memory? False where
/// that cannot be told.
template<class A, class B>
constexpr bool same_value(A const&, B const&) {
  return false;
}
template<class T, class S, class D>
constexpr bool same_value(matrix_view<T, S, D> const& a, matrix_view<T, S, D> const& b) {
  return a.data() == b.data() && extents_of(a) == extents_of(b) &&
         (a.rows() <= 1 || a.row_stride() == b.row_stride()) &&
         (a.cols() <= 1 || a.col_stride() == b.col_stride());
}
template<class T>
constexpr bool same_value(scalar<T> const& a, scalar<T> const& b) {
  return a.value == b.value;
}
template<class A, class B>
constexpr bool same_value(product<A, B> const& a, product<A, B> const& b) {
  return same_value(a.a, b.a) && same_value(a.b, b.b);
}
template<class A, class B>
constexpr bool same_value(gram<A, B> const& a, gram<A, B> const& b) {
  return same_value(a.a, b.a) && same_value(a.b, b.b);
}
template<class... A>
constexpr bool same_values(hana::basic_tuple<A...> const& a, hana::basic_tuple<A...> const& b) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (same_value(hana::at_c<I>(a), hana::at_c<I>(b)) && ...);
  }(std::index_sequence_for<A...>{});
}
template<class F, class... A>
  requires std::is_empty_v<F>
constexpr bool same_value(mapped<F, A...> const& a, mapped<F, A...> const& b) {
  return same_values(a.args, b.args);
}
template<class... A>
constexpr bool same_value(product_chain<A...> const& a, product_chain<A...> const& b) {
  return same_values(a.factors, b.factors);
}

/// Trees of the same type, of which the leaves decide: could they be the same?
template<class A, class B>
inline constexpr bool may_be_same = std::is_same_v<A, B>;

/// Could B be A', because they read the same memory?
template<class A, class B>
inline constexpr bool may_be_transposed = false;
template<class T, class S, class D, class Shape, class Strides>
inline constexpr bool may_be_transposed<matrix_view<T, S, D>, matrix_view<T, Shape, Strides>> =
    same_extent<S::rows, Shape::cols> && same_extent<S::cols, Shape::rows> &&
    D::row == Strides::col && D::col == Strides::row && S::rows != 1 && S::cols != 1 &&
    Shape::rows != 1 && Shape::cols != 1;

}  // namespace tessera::inline TESSERA_ISA::rules
