// SPDX-License-Identifier: BSL-1.0
#pragma once
// The run-time shape of a tree, and the one walk per evaluation that finds shapes that do not fit.

#include <array>
#include <cstdlib>
#include <span>

#include <tessera/expr/forms.hpp>

namespace tessera::inline TESSERA_ISA {

/// A number, unless a more special overload knows better.
template<class E>
  requires is_number<E>
constexpr extents extents_of(E const&) {
  return {1, 1};
}
template<class G, class T, class S>
constexpr extents extents_of(generated<G, T, S> const& e) {
  return e.n;
}
template<class A>
constexpr extents extents_of(transposed<A> const& e) {
  auto const n = extents_of(e.a);
  return {n.cols, n.rows};
}
template<class A, class B>
constexpr extents extents_of(product<A, B> const& e) {
  return {extents_of(e.a).rows, extents_of(e.b).cols};
}
template<class R, per Each, class A>
  requires(Each != per::matrix)
constexpr extents extents_of(reduced<R, Each, A> const& e) {
  auto const n = extents_of(e.a);
  return Each == per::row ? extents{n.rows, 1} : extents{1, n.cols};
}
template<class A>
constexpr extents extents_of(softmaxed<A> const& e) {
  return extents_of(e.a);
}
template<class A>
constexpr extents extents_of(diagonal_of<A> const& e) {
  auto const n = extents_of(e.a);
  return {std::min(n.rows, n.cols), 1};
}
template<class A, class S>
constexpr extents extents_of(sliced<A, S> const& e) {
  return e.n;
}
template<class A, class S>
constexpr extents extents_of(reshaped<A, S> const& e) {
  return e.n;
}
template<class T, class S>
constexpr extents extents_of(accumulator<T, S> const& e) {
  return e.n;
}
template<class P, class Tree>
constexpr extents extents_of(finished<P, Tree> const& e) {
  return extents_of(e.inner);
}
template<class Left, class Right>
constexpr extents extents_of(sum_of_products<Left, Right> const& e) {
  return {extents_of(hana::front(e.left)).rows, extents_of(hana::front(e.right)).cols};
}
template<class S>
constexpr extents extents_of(gram_of<S> const& e) {
  return {extents_of(e.s).cols, extents_of(e.s).cols};
}
template<class... A>
constexpr extents extents_of(product_chain<A...> const& e) {
  return {extents_of(hana::front(e.factors)).rows, extents_of(hana::back(e.factors)).cols};
}
template<class A, class B>
constexpr extents extents_of(gram<A, B> const& e) {
  return {extents_of(e.a).rows, extents_of(e.b).cols};
}
template<class A>
constexpr extents extents_of(stored<A> const& e) {
  return extents_of(e.a);
}
template<class A, class B>
  requires(!is_number<A>)
constexpr extents extents_of(either<A, B> const& e) {
  // The other tree may not even have a meaning.
  return e.first ? extents_of(e.then) : extents_of(e.otherwise);
}
/// The shape of what is computed of operands of the shapes of A..., which have the extents m...: a
/// run-time extent is that of the first operand whose extent is not known.
template<class... A>
TESSERA_INLINE constexpr extents common_extents(std::same_as<extents> auto const&... m) {
  using S = broadcast_shape<A...>;
  extents n{S::rows, S::cols};
  if constexpr (S::rows == dynamic)
    (void)((shape_of<A>::rows == dynamic && (n.rows = m.rows, true)) || ...);
  if constexpr (S::cols == dynamic)
    (void)((shape_of<A>::cols == dynamic && (n.cols = m.cols, true)) || ...);
  return n;
}
template<class F, class... A>
  requires(!is_number<mapped<F, A...>>)
constexpr extents extents_of(mapped<F, A...> const& e) {
  return unpack(e.args, [](auto const&... a) __attribute__((always_inline)) {
    return common_extents<A...>(extents_of(a)...);
  });
}

/// How many elements a vector has.
template<class X>
constexpr index_t vector_length(X const& x) {
  return shape_of<X>::rows == 1 ? extents_of(x).cols : extents_of(x).rows;
}
template<class X>
constexpr extents extents_of(diagonal_matrix_of<X> const& e) {
  return {vector_length(e.x), vector_length(e.x)};
}

// --- what each node asks of its operands

template<class E>
TESSERA_INLINE constexpr void check_node(E const&) {}

template<class A, class B>
TESSERA_INLINE constexpr void check_node(product<A, B> const& e) {
  auto const a = extents_of(e.a), b = extents_of(e.b);
  if (a.cols != b.rows) throw_shape_error("A * B: A must have as many columns as B has rows", a, b);
}
template<class X, class Y>
TESSERA_INLINE constexpr void check_node(inner_product<X, Y> const& e) {
  if (vector_length(e.x) != vector_length(e.y))
    throw_shape_error("dot(x, y): x and y must have equally many elements", extents_of(e.x),
                      extents_of(e.y));
}

/// The shape of an operand of an element-wise tree, and where it stretches.
struct operand_extents {
  extents n;
  bool row_stretches, column_stretches;
};
[[noreturn]] inline void throw_elementwise_error(std::span<operand_extents const> operands) {
  auto const clash = [](operand_extents const& a, operand_extents const& b) {
    return (!a.row_stretches && !b.row_stretches && a.n.rows != b.n.rows) ||
           (!a.column_stretches && !b.column_stretches && a.n.cols != b.n.cols);
  };
  // The first operand that does not fit one before it.
  for (auto const& b : operands)
    for (auto const* a = operands.data(); a != &b; ++a)
      if (clash(*a, b))
        throw_shape_error(
            "element-wise: all operands must have the same shape; only a row_vector, a col_vector or a number stretches",
            a->n, b.n);
  std::abort();
}
/// Of operands of the shapes S... all rows, then all columns: numbers, which stay in registers (see
/// shape/error.hpp), and one call, in front of which nothing has to be saved.
template<class... S>
[[noreturn, gnu::cold, gnu::noinline]] void throw_elementwise_error(
    std::same_as<index_t> auto... numbers) {
  std::array const n{numbers...};
  std::array<operand_extents, sizeof...(S)> operands{
      operand_extents{{}, S::rows == 1, S::cols == 1}...};
  for (std::size_t i = 0; i < operands.size(); ++i) operands[i].n = {n[i], n[i + operands.size()]};
  throw_elementwise_error(operands);
}
template<class R, per Each, class A>
TESSERA_INLINE constexpr void check_node(reduced<R, Each, A> const& e) {
  auto const n = extents_of(e.a);
  if constexpr (simd::wants_elements<R>)
    if ((Each == per::matrix && (n.rows == 0 || n.cols == 0)) ||
        (Each == per::row && n.cols == 0) || (Each == per::column && n.rows == 0))
      throw_shape_error("min, max, argmin, argmax: there must be an element to choose", n);
}

/// The common extents of operands of the shapes of A... and the extents m...
template<class... A>
TESSERA_INLINE constexpr extents fitting_extents(std::same_as<extents> auto const&... m) {
  extents const n = common_extents<A...>(m...);
  if (!(((shape_of<A>::rows == 1 || m.rows == n.rows) &&
         (shape_of<A>::cols == 1 || m.cols == n.cols)) &&
        ...))
    throw_elementwise_error<shape_of<A>...>(m.rows..., m.cols...);
  return n;
}

/// The extents of e. Throws: shape_error where run-time extents break a rule of
/// shape/conformable.hpp. O(nodes).
struct checked_extents {
  template<class E>
  TESSERA_INLINE constexpr extents operator()(E const& e) const {
    visit_children(e, [](auto const& child) __attribute__((always_inline)) {
      inlined_if_small(child, checked_extents{});
    });
    check_node(e);
    return extents_of(e);
  }
  template<class F, class... A>
  TESSERA_INLINE constexpr extents operator()(mapped<F, A...> const& e) const {
    return unpack(e.args, [](auto const&... a) __attribute__((always_inline)) {
      return fitting_extents<A...>(inlined_if_small(a, checked_extents{})...);
    });
  }
};
template<class E>
TESSERA_INLINE constexpr extents check_shapes(E const& e) {
  return checked_extents{}(e);
}

}  // namespace tessera::inline TESSERA_ISA
