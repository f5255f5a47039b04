// SPDX-License-Identifier: BSL-1.0
#pragma once
// Part of a result needs part of the operands: rows, columns, blocks, diagonals and single elements
// are taken before anything is computed.

#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// A part of memory is memory.  Shrinks: the number of parts.
struct slice_leaf {
  static constexpr auto rounding = rounding_effect::exact;
  template<class T, class S, class D, class Part>
  constexpr auto operator()(sliced<matrix_view<T, S, D>, Part> const& e) const {
    return on_memory(e);
  }
  template<class T, class S, class D>
  constexpr auto operator()(diagonal_of<matrix_view<T, S, D>> const& e) const {
    return on_memory(e);
  }
  template<class T, class S, class D, class Part>
  constexpr auto operator()(reshaped<matrix_view<T, S, D>, Part> const& e) const {
    return on_memory(e);
  }
  /// zeros and constants are the same everywhere.
  template<class G, class T, class S, class Part>
    requires(!std::is_same_v<G, generators::unit<T>>)
  constexpr auto operator()(sliced<generated<G, T, S>, Part> const& e) const {
    return generated<G, T, Part>{{}, e.a.g, e.n};
  }
  template<class T, class S, class D>
  constexpr auto operator()(picked<matrix_view<T, S, D>> const& e) const {
    auto const& a = e.a;
    return scalar<std::remove_const_t<T>>{{},
                                          a.data()[e.i * a.row_stride() + e.j * a.col_stride()]};
  }
  template<class G, class T, class S>
  constexpr auto operator()(picked<generated<G, T, S>> const& e) const {
    return scalar<T>{{}, e.a(e.i, e.j)};
  }
};

/// Rows i .. of A where A has the rows of the whole; all of it where one row stretches.
template<class Shape, class A, class Part>
constexpr auto part_of_operand(A const& a, Part const& e) {
  using S = shape_of<A>;
  constexpr bool tall = S::rows != 1 || Shape::rows == 1, wide = S::cols != 1 || Shape::cols == 1;
  using P = shape_of<Part>;
  if constexpr (is_number<A>) return a;
  else
    return sliced<A, shape<tall ? P::rows : 1, wide ? P::cols : 1>>{
        {}, a, tall ? e.i : 0, wide ? e.j : 0, {tall ? e.n.rows : 1, wide ? e.n.cols : 1}};
}
template<class Shape, class A>
constexpr auto element_of_operand(A const& a, index_t i, index_t j) {
  using S = shape_of<A>;
  if constexpr (is_number<A>) return a;
  else
    return picked<A>{
        {}, a, S::rows != 1 || Shape::rows == 1 ? i : 0, S::cols != 1 || Shape::cols == 1 ? j : 0};
}

/// May A have one row or column for many?
template<class A>
inline constexpr bool stretches =
    !is_number<A> && (shape_of<A>::rows == 1 || shape_of<A>::cols == 1);

/// The rows of A and the columns of B that part P of A B needs.
template<class A, class B, class P>
constexpr auto product_of_parts(sliced<product<A, B>, P> const& e) {
  auto const& [a, b] = std::tie(e.a.a, e.a.b);
  index_t const k = extents_of(a).cols;
  using left = sliced<A, shape<P::rows, shape_of<A>::cols>>;
  using right = sliced<B, shape<shape_of<B>::rows, P::cols>>;
  return product<left, right>{{}, {{}, a, e.i, 0, {e.n.rows, k}}, {{}, b, 0, e.j, {k, e.n.cols}}};
}

/// Is P a row or column of a product of matrices?
template<class A, class B, class P>
inline constexpr bool becomes_vector =
    (P::rows == 1 && shape_of<A>::rows != 1) || (P::cols == 1 && shape_of<B>::cols != 1);

/// part(A B) = rows(A) columns(B),  part(f(A...)) = f(part(A)...),  part(part(A)) = part(A).
/// Shrinks: the sum of the sizes of all subtrees of which a part is taken.
struct push_slice {
  static constexpr auto rounding = rounding_effect::exact;
  template<class A, class B, class P>
    requires(!becomes_vector<A, B, P>)
  constexpr auto operator()(sliced<product<A, B>, P> const& e) const {
    return product_of_parts(e);
  }
  template<class F, class... A, class P>
  constexpr auto operator()(sliced<mapped<F, A...>, P> const& e) const {
    return hana::unpack(e.a.args, [&](auto const&... a) {
      return map_captured(e.a.f, part_of_operand<shape_of<mapped<F, A...>>>(a, e)...);
    });
  }
  template<class A, class Inner, class P>
  constexpr auto operator()(sliced<sliced<A, Inner>, P> const& e) const {
    return sliced<A, P>{{}, e.a.a, e.a.i + e.i, e.a.j + e.j, e.n};
  }
  template<class R, class A, class P>
  constexpr auto operator()(sliced<reduced<R, per::row, A>, P> const& e) const {
    index_t const cols = extents_of(e.a.a).cols;
    using rows = sliced<A, shape<P::rows, shape_of<A>::cols>>;
    return reduced<R, per::row, rows>{{}, {{}, e.a.a, e.i, 0, {e.n.rows, cols}}};
  }
  template<class R, class A, class P>
  constexpr auto operator()(sliced<reduced<R, per::column, A>, P> const& e) const {
    index_t const rows = extents_of(e.a.a).rows;
    using cols = sliced<A, shape<shape_of<A>::rows, P::cols>>;
    return reduced<R, per::column, cols>{{}, {{}, e.a.a, 0, e.j, {rows, e.n.cols}}};
  }
  template<class F, class... A>
    requires(!stretches<A> && ...)
  constexpr auto operator()(diagonal_of<mapped<F, A...>> const& e) const {
    return hana::unpack(
        e.a.args, [&](auto const&... a) { return map_captured(e.a.f, diagonal_of_operand(a)...); });
  }
  template<class X>
  constexpr auto operator()(diagonal_of<diagonal_matrix_of<X>> const& e) const {
    if constexpr (shape_of<X>::cols == 1) return e.a.x;
    else return transposed<X>{{}, e.a.x};
  }

private:
  template<class A>
  static constexpr auto diagonal_of_operand(A const& a) {
    if constexpr (is_number<A>) return a;
    else return diagonal_of<A>{{}, a};
  }
};

/// f(A...)(i, j) = f(A(i, j)...) and so on for whatever an element is picked from, down to leaves.
/// Shrinks: the sum of the sizes of all subtrees from which an element is picked.
struct push_pick {
  static constexpr auto rounding = rounding_effect::exact;
  template<class F, class... A>
  constexpr auto operator()(picked<mapped<F, A...>> const& e) const {
    return hana::unpack(e.a.args, [&](auto const&... a) {
      return map_captured(e.a.f, element_of_operand<shape_of<mapped<F, A...>>>(a, e.i, e.j)...);
    });
  }
  template<class A>
  constexpr auto operator()(picked<transposed<A>> const& e) const {
    return picked<A>{{}, e.a.a, e.j, e.i};
  }
  template<class A, class S>
  constexpr auto operator()(picked<sliced<A, S>> const& e) const {
    return picked<A>{{}, e.a.a, e.a.i + e.i, e.a.j + e.j};
  }
  template<class A>
  constexpr auto operator()(picked<diagonal_of<A>> const& e) const {
    return picked<A>{{}, e.a.a, e.i, e.i};
  }
};

/// row(A B, i) = row(A, i) B,  col(A B, j) = A col(B, j),  row_sum(A)(i, 0) = sum(row(A, i)): a sum
/// over what lies otherwise may have another order.
/// Shrinks: the sum of the sizes of all subtrees of which a part is taken.
struct slice_to_vector {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class A, class B, class P>
    requires becomes_vector<A, B, P>
  constexpr auto operator()(sliced<product<A, B>, P> const& e) const {
    return product_of_parts(e);
  }
  template<class R, per Each, class A>
  constexpr auto operator()(picked<reduced<R, Each, A>> const& e) const {
    auto const n = extents_of(e.a.a);
    if constexpr (Each == per::row) {
      using line = sliced<A, shape<1, shape_of<A>::cols>>;
      return reduced<R, per::matrix, line>{{}, {{}, e.a.a, e.i, 0, {1, n.cols}}};
    } else {
      using line = sliced<A, shape<shape_of<A>::rows, 1>>;
      return reduced<R, per::matrix, line>{{}, {{}, e.a.a, 0, e.j, {n.rows, 1}}};
    }
  }
};

/// (A B)(i, j) = dot(row(A, i), col(B, j)),  diagonal(A B) = row_sum(A % B').  2 K flops an element
/// in place of 2 M N K.
/// Shrinks: the number of products.
struct pick_from_product {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class A, class B>
  constexpr auto operator()(picked<product<A, B>> const& e) const {
    index_t const k = extents_of(e.a.a).cols;
    using left = sliced<A, shape<1, shape_of<A>::cols>>;
    using right = sliced<B, shape<shape_of<B>::rows, 1>>;
    return inner_product<left, right>{{}, {{}, e.a.a, e.i, 0, {1, k}}, {{}, e.a.b, 0, e.j, {k, 1}}};
  }
  template<class A, class B>
  constexpr auto operator()(diagonal_of<product<A, B>> const& e) const {
    index_t const m = extents_of(e.a.a).rows, k = extents_of(e.a.a).cols,
                  n = extents_of(e.a.b).cols, d = std::min(m, n);
    constexpr index_t D = shape_of<diagonal_of<product<A, B>>>::rows;
    using left = sliced<A, shape<D, shape_of<A>::cols>>;
    using right = transposed<sliced<B, shape<shape_of<B>::rows, D>>>;
    auto const products = map_captured(simd::times{}, left{{}, e.a.a, 0, 0, {d, k}},
                                       right{{}, {{}, e.a.b, 0, 0, {k, d}}});
    if constexpr (shape_of<A>::cols == 1) return products;
    else return reduction<simd::adds, per::row>(products);
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
