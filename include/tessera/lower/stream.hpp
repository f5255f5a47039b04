// SPDX-License-Identifier: BSL-1.0
#pragma once
// Row-panel streaming: what is computed row by row from something that is itself a product is never
// stored whole. A panel of its rows is computed into the workspace and consumed at once, so layers
// of a perceptron, (A B) C and softmax(Q K') V run in memory that does not grow with the rows.

#include <tessera/lower/packed.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// Does each row of E need a nest of its own, and no more of E than that row?
template<class E>
inline constexpr bool produces_rows = false;
template<class A, class B>
inline constexpr bool produces_rows<product<A, B>> = true;
template<class A, class B>
inline constexpr bool produces_rows<gram<A, B>> = true;
template<class L, class R>
inline constexpr bool produces_rows<sum_of_products<L, R>> = true;
template<class P, class Tree>
inline constexpr bool produces_rows<finished<P, Tree>> = produces_rows<P>;
template<class A>
inline constexpr bool produces_rows<softmaxed<A>> = true;
template<class A>
inline constexpr bool produces_rows<stored<A>> = produces_rows<A>;
template<class F, class... A>
inline constexpr bool produces_rows<mapped<F, A...>> = (produces_rows<A> || ...);

/// Does evaluating E consume rows that are produced?
template<class E>
inline constexpr bool consumes_rows = false;
template<class A, class B>
inline constexpr bool consumes_rows<product<A, B>> = produces_rows<A>;
template<class P, class Tree>
inline constexpr bool consumes_rows<finished<P, Tree>> = consumes_rows<P>;
template<class A>
inline constexpr bool consumes_rows<softmaxed<A>> = produces_rows<A>;
template<class R, per Each, class A>
inline constexpr bool consumes_rows<reduced<R, Each, A>> = produces_rows<A>;

/// Can rows of E be told from the other rows wherever they are computed? Not where a transpose
/// stands in the tree as it was written.
template<class E>
inline constexpr bool has_separate_rows = true;
template<class A>
inline constexpr bool has_separate_rows<transposed<A>> = false;
template<class X>
inline constexpr bool has_separate_rows<diagonal_matrix_of<X>> = false;
template<class F, class... A>
inline constexpr bool has_separate_rows<mapped<F, A...>> = (has_separate_rows<A> && ...);
template<class P, class Tree>
inline constexpr bool has_separate_rows<finished<P, Tree>> =
    has_separate_rows<P> && has_separate_rows<Tree>;
template<class A, class B>
inline constexpr bool has_separate_rows<product<A, B>> = has_separate_rows<A>;
template<class... A, class R>
inline constexpr bool has_separate_rows<sum_of_products<hana::basic_tuple<A...>, R>> =
    (has_separate_rows<A> && ...);
template<class A>
inline constexpr bool has_separate_rows<softmaxed<A>> = has_separate_rows<A>;
template<class A>
inline constexpr bool has_separate_rows<stored<A>> = has_separate_rows<A>;
template<class R, per Each, class A>
inline constexpr bool has_separate_rows<reduced<R, Each, A>> = has_separate_rows<A>;

/// So many rows are not worth a loop over panels.
inline constexpr index_t few_rows = 64;

template<class E>
struct streamed_rows {
  static constexpr index_t value = shape_of<E>::rows;
};
template<class R, per Each, class A>
struct streamed_rows<reduced<R, Each, A>> {
  static constexpr index_t value = shape_of<A>::rows;
};

/// Is E evaluated panel by panel under policy P?
template<class P, class E>
inline constexpr bool streams =
    register_tiled<sequential<P>> && consumes_rows<E> && has_separate_rows<E> &&
    (streamed_rows<E>::value == dynamic || streamed_rows<E>::value > few_rows);

// --- everything that does not depend on the row, once for all panels

template<class P, class A, class B>
auto prepared(workspace* ws, product<A, B> const& e);
template<class P, class A, class B>
auto prepared(workspace* ws, gram<A, B> const& e);

/// e with everything evaluated that does not depend on the row.
template<class P, class E>
auto prepared(workspace* ws, E const& e) {
  if constexpr (produces_rows<E> || consumes_rows<E>)
    return with_children(e, [&](auto const& child) { return prepared<P>(ws, child); });
  else return settled<P>(ws, e);
}
template<class P, class A, class B>
auto prepared(workspace* ws, product<A, B> const& e) {
  using T = value_of<product<A, B>>;
  auto a = prepared<P>(ws, e.a);
  if constexpr (is_packed_view<B>) {
    return product<decltype(a), B>{{}, std::move(a), e.b};
  } else if constexpr (shape_of<B>::cols == 1) {
    // A column is read along, not packed.
    auto b = settled<P>(ws, e.b);
    return product<decltype(a), decltype(b)>{{}, std::move(a), std::move(b)};
  } else {
    using packed = packed_operand<sequential<P>, T, shape_of<B>>;
    return product<decltype(a), packed>{{}, std::move(a), packed(ws, e.b)};
  }
}

template<class P, class A, class B>
auto prepared(workspace* ws, gram<A, B> const& e) {
  return prepared<P>(ws, product<A, B>{{}, e.a, e.b});
}

// --- rows i .. i + n - 1 of what is prepared

template<class Whole, class A>
constexpr auto rows_of(A const& a, index_t i, index_t n);
template<class A, class B>
constexpr auto rows_from(product<A, B> const& e, index_t i, index_t n);
template<class L, class R>
constexpr auto rows_from(sum_of_products<L, R> const& e, index_t i, index_t n);
template<class P, class Tree>
constexpr auto rows_from(finished<P, Tree> const& e, index_t i, index_t n);
template<class F, class... A>
constexpr auto rows_from(mapped<F, A...> const& e, index_t i, index_t n);
template<class A>
constexpr auto rows_from(softmaxed<A> const& e, index_t i, index_t n);
template<class A>
constexpr auto rows_from(stored<A> const& e, index_t i, index_t n);

template<class T, class S, class D>
constexpr auto rows_from(matrix_view<T, S, D> const& v, index_t i, index_t n) {
  return views::part<shape<dynamic, S::cols>>(v, i, 0, {n, v.cols()});
}
template<class T, class S>
constexpr auto rows_from(accumulator<T, S> const& e, index_t, index_t n) {
  return accumulator<T, shape<dynamic, S::cols>>{{}, {n, e.n.cols}};
}
template<class G, class T, class S>
constexpr auto rows_from(generated<G, T, S> const& e, index_t i, index_t n) {
  return sliced<generated<G, T, S>, shape<dynamic, S::cols>>{{}, e, i, 0, {n, e.n.cols}};
}
template<class G, class T, class S, class Part>
constexpr auto rows_from(sliced<generated<G, T, S>, Part> const& e, index_t i, index_t n) {
  return sliced<generated<G, T, S>, shape<dynamic, Part::cols>>{
      {}, e.a, e.i + i, e.j, {n, e.n.cols}};
}
template<class A, class B>
constexpr auto rows_from(product<A, B> const& e, index_t i, index_t n) {
  auto const a = rows_from(e.a, i, n);
  return product<std::remove_const_t<decltype(a)>, B>{{}, a, e.b};
}
template<class L, class R>
constexpr auto rows_from(sum_of_products<L, R> const& e, index_t i, index_t n) {
  auto const rows = [&](auto const&... a) { return hana::make_basic_tuple(rows_from(a, i, n)...); };
  return sum_of_products<decltype(unpack(e.left, rows)), R>{{}, unpack(e.left, rows), e.right};
}
template<class P, class Tree>
constexpr auto rows_from(finished<P, Tree> const& e, index_t i, index_t n) {
  auto const inner = rows_from(e.inner, i, n);
  auto const tree = rows_from(e.tree, i, n);
  return finished<std::remove_const_t<decltype(inner)>, std::remove_const_t<decltype(tree)>>{
      {}, inner, tree};
}
template<class F, class... A>
constexpr auto rows_from(mapped<F, A...> const& e, index_t i, index_t n) {
  using S = shape_of<mapped<F, A...>>;
  return unpack(e.args,
                [&](auto const&... a) { return map_captured(e.f, rows_of<S>(a, i, n)...); });
}
template<class A>
constexpr auto rows_from(softmaxed<A> const& e, index_t i, index_t n) {
  auto const a = rows_from(e.a, i, n);
  return softmaxed<std::remove_const_t<decltype(a)>>{{}, a};
}
template<class A>
constexpr auto rows_from(stored<A> const& e, index_t i, index_t n) {
  auto const a = rows_from(e.a, i, n);
  return stored<std::remove_const_t<decltype(a)>>{{}, a};
}
template<class R, class A>
constexpr auto rows_from(reduced<R, per::row, A> const& e, index_t i, index_t n) {
  auto const a = rows_from(e.a, i, n);
  return reduced<R, per::row, std::remove_const_t<decltype(a)>>{{}, a};
}

/// The rows of an operand, unless its one row stretches.
template<class Whole, class A>
constexpr auto rows_of(A const& a, index_t i, index_t n) {
  if constexpr (is_number<A> || (shape_of<A>::rows == 1 && Whole::rows != 1)) return a;
  else return rows_from(a, i, n);
}

}  // namespace tessera::inline TESSERA_ISA::lowering
