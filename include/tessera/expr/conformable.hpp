// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which shapes may meet: each rule is a concept that says its sentence when known extents break it.

#include <tessera/core/because.hpp>
#include <tessera/shape/shape.hpp>

namespace tessera::inline TESSERA_ISA {

template<class A, class B>
concept conformable_for_product =
    same_extent<shape_of<A>::cols, shape_of<B>::rows> ||
    because<"A * B: A must have as many columns as B has rows", shape_of<A>::cols, shape_of<B>::rows>;

/// Equal, or one of them is known to be one and stretches.
template<index_t A, index_t B>
concept stretches_to = A == 1 || B == 1 || same_extent<A, B>;

template<index_t A, index_t B>
inline constexpr index_t stretched = A == 1 ? B : B == 1 ? A : known_of<A, B>;

template<class... S>
struct broadcast_of;
template<class S>
struct broadcast_of<S> {
  static constexpr bool rows_fit = true, cols_fit = true;
  using type = S;
};
template<class S, class T, class... Rest>
struct broadcast_of<S, T, Rest...> {
  using pair = shape<stretched<S::rows, T::rows>, stretched<S::cols, T::cols>>;
  static constexpr bool rows_fit = stretches_to<S::rows, T::rows> && broadcast_of<pair, Rest...>::rows_fit;
  static constexpr bool cols_fit = stretches_to<S::cols, T::cols> && broadcast_of<pair, Rest...>::cols_fit;
  using type = typename broadcast_of<pair, Rest...>::type;
};

/// The shape of an element-wise tree over these operands.
template<class... A>
using broadcast_shape = typename broadcast_of<shape_of<A>...>::type;

template<class... A>
concept equally_many_rows =
    broadcast_of<shape_of<A>...>::rows_fit ||
    because<"element-wise: all operands must have the same number of rows, or one known row that stretches",
            shape_of<A>::rows...>;

template<class... A>
concept equally_many_cols =
    broadcast_of<shape_of<A>...>::cols_fit ||
    because<"element-wise: all operands must have the same number of columns, or one known column that stretches",
            shape_of<A>::cols...>;

template<class... A>
concept conformable_elementwise = equally_many_rows<A...> && equally_many_cols<A...>;

/// One known row or column.
template<class X>
concept vector_like = shape_of<X>::rows == 1 || shape_of<X>::cols == 1;

template<vector_like X>
inline constexpr index_t length_of = shape_of<X>::rows == 1 ? shape_of<X>::cols : shape_of<X>::rows;

template<class X, class Y>
concept conformable_for_dot =
    ((vector_like<X> && vector_like<Y>) ||
     because<"dot(x, y): x and y must each have one row or one column", shape_of<X>::rows,
             shape_of<X>::cols, shape_of<Y>::rows, shape_of<Y>::cols>) &&
    (same_extent<length_of<X>, length_of<Y>> ||
     because<"dot(x, y): x and y must have equally many elements", length_of<X>, length_of<Y>>);

template<class D, class E>
concept assignable_shape =
    ((same_extent<shape_of<D>::rows, shape_of<E>::rows> &&
      same_extent<shape_of<D>::cols, shape_of<E>::cols>) ||
     because<"C = e: C must have the shape of e", shape_of<D>::rows, shape_of<D>::cols,
             shape_of<E>::rows, shape_of<E>::cols>);

}  // namespace tessera::inline TESSERA_ISA
