// SPDX-License-Identifier: BSL-1.0
#pragma once
// What no single nest can take in is evaluated first: numbers to scalars, products, reductions and
// the like to temporaries. What is left is one nest.

#include <tessera/lower/nest.hpp>
#include <tessera/lower/temporary.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// Evaluates e into d, which has its shape and does not overlap with what e reads; row panel by row
/// panel where that pays, unless e is such a panel (lower/run.hpp).
template<class P, bool ByPanels = true, class D, class E>
constexpr void run_into(workspace* ws, D const& d, E const& e);

/// The value of a tree that is one number (lower/number.hpp).
template<class P, class E>
constexpr auto number_by(workspace* ws, E const& e);

/// Is E computed element by element from its children, in whatever loop asks for it?
template<class E>
inline constexpr bool is_elementwise = false;
template<class T, class S, class D>
inline constexpr bool is_elementwise<matrix_view<T, S, D>> = true;
template<class T>
inline constexpr bool is_elementwise<scalar<T>> = true;
template<class G, class T, class S>
inline constexpr bool is_elementwise<generated<G, T, S>> = true;
template<class G, class T, class S, class Part>
inline constexpr bool is_elementwise<sliced<generated<G, T, S>, Part>> = true;
template<class T, class S>
inline constexpr bool is_elementwise<accumulator<T, S>> = true;
template<class A>
inline constexpr bool is_elementwise<transposed<A>> = true;
template<class X>
inline constexpr bool is_elementwise<diagonal_matrix_of<X>> = true;
template<class F, class... A>
inline constexpr bool is_elementwise<mapped<F, A...>> = true;

/// Is E one element-wise nest, or a reduction of one to a number, with nothing to be evaluated
/// before?
template<class E>
inline constexpr bool is_one_pass = is_elementwise<E>;
template<class A>
inline constexpr bool is_one_pass<transposed<A>> = is_one_pass<A>;
template<class X>
inline constexpr bool is_one_pass<diagonal_matrix_of<X>> = is_one_pass<X>;
template<class F, class... A>
inline constexpr bool is_one_pass<mapped<F, A...>> = (is_one_pass<A> && ...);
template<class R, class A>
inline constexpr bool is_one_pass<reduced<R, per::matrix, A>> = is_one_pass<A>;

/// Is E a part of a matrix that has to be evaluated whole?
template<class E>
inline constexpr bool is_part = false;
template<class A, class S>
inline constexpr bool is_part<sliced<A, S>> = !is_elementwise<sliced<A, S>>;
template<class A, class S>
inline constexpr bool is_part<reshaped<A, S>> = true;
template<class A>
inline constexpr bool is_part<diagonal_of<A>> = true;

/// A temporary with the value of e.
template<class P, class E>
constexpr auto materialized(workspace* ws, E const& e) {
  temporary<value_of<E>, shape_of<E>> t(ws, extents_of(e));
  run_into<P>(ws, as_view(t), e);
  return t;
}

/// e as a part of a larger nest.
template<class P, class E>
constexpr auto settled(workspace* ws, E const& e) {
  if constexpr (is_number<E>) return scalar<value_of<E>>{{}, number_by<P>(ws, e)};
  else if constexpr (is_elementwise<E>)
    return with_children(e, [&](auto const& child) { return settled<P>(ws, child); });
  else if constexpr (is_part<E>)
    return with_children(e, [&](auto const& whole) { return materialized<P>(ws, whole); });
  else return materialized<P>(ws, e);
}

template<class P, class E>
constexpr auto settled_anew(workspace* ws, E const& e) {
  if constexpr (is_number<E> || is_part<E>) return settled<P>(ws, e);
  else return with_children(e, [&](auto const& child) { return settled<P>(ws, child); });
}
template<class P, class Inner, class Tree>
constexpr auto settled_anew(workspace* ws, finished<Inner, Tree> const& e) {
  return with_children(e, [&](auto const& child) { return settled_anew<P>(ws, child); });
}

/// e, ready for one nest: everything below its root is settled; e itself where everything is.
template<class P, class E>
constexpr decltype(auto) settled_below(workspace* ws, E const& e) {
  if constexpr (std::is_same_v<decltype(settled_anew<P>(ws, e)), E>) return (e);
  else return settled_anew<P>(ws, e);
}

}  // namespace tessera::inline TESSERA_ISA::lowering
