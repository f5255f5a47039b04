// SPDX-License-Identifier: BSL-1.0
#pragma once
// What every walk over a tree is made of.

#include <tessera/expr/nodes.hpp>

namespace tessera::inline TESSERA_ISA {

/// f(child) for each child of e, whatever kind of node e is; nothing for a leaf.
template<class E, class F>
TESSERA_INLINE constexpr void visit_children(E const& e, F&& f) {
  if constexpr (requires { e.args; }) visit(e.args, f);
  if constexpr (requires { e.factors; }) visit(e.factors, f);
  if constexpr (requires { e.left; }) visit(e.left, f);
  if constexpr (requires { e.right; }) visit(e.right, f);
  if constexpr (requires { e.a; }) f(e.a);
  if constexpr (requires { e.b; }) f(e.b);
  if constexpr (requires { e.x; }) f(e.x);
  if constexpr (requires { e.y; }) f(e.y);
  if constexpr (requires { e.s; }) f(e.s);
  if constexpr (requires { e.inner; }) f(e.inner);
  if constexpr (requires { e.tree; }) f(e.tree);
  if constexpr (requires { e.then; }) f(e.then), f(e.otherwise);
}

/// Is what is done to E inlined, however long the function around it is? Not where E is large: at
/// each of its nodes all below would be compiled again.
template<class E>
inline constexpr bool is_small = sizeof(E) <= 256;  // six leaves

/// f(e), out of line where e is large.
template<class F, class E>
[[gnu::noinline]] constexpr auto out_of_line(F const& f, E const& e) {
  return f(e);
}
template<class E, class F>
TESSERA_INLINE constexpr auto inlined_if_small(E const& e, F const& f) {
  if constexpr (is_small<E>) return f(e);
  else return out_of_line(f, e);
}

/// e with f applied to each child; a leaf is itself.
template<class E, class F>
constexpr E with_children(E const& leaf, F const&) {
  return leaf;
}
template<class A, class F>
constexpr auto with_children(transposed<A> const& e, F const& f) {
  return transposed<decltype(f(e.a))>{{}, f(e.a)};
}
template<class A, class B, class F>
constexpr auto with_children(product<A, B> const& e, F const& f) {
  return product<decltype(f(e.a)), decltype(f(e.b))>{{}, f(e.a), f(e.b)};
}
template<class G, class... A, class F>
constexpr auto with_children(mapped<G, A...> const& e, F const& f) {
  return unpack(e.args, [&](auto const&... a) {
    return mapped<G, decltype(f(a))...>{{}, e.f, hana::make_basic_tuple(f(a)...)};
  });
}
template<class R, per Each, class A, class F>
constexpr auto with_children(reduced<R, Each, A> const& e, F const& f) {
  return reduced<R, Each, decltype(f(e.a))>{{}, f(e.a)};
}
template<class X, class Y, class F>
constexpr auto with_children(inner_product<X, Y> const& e, F const& f) {
  return inner_product<decltype(f(e.x)), decltype(f(e.y))>{{}, f(e.x), f(e.y)};
}
template<class A, class F>
constexpr auto with_children(softmaxed<A> const& e, F const& f) {
  return softmaxed<decltype(f(e.a))>{{}, f(e.a)};
}
template<class A, class F>
constexpr auto with_children(diagonal_of<A> const& e, F const& f) {
  return diagonal_of<decltype(f(e.a))>{{}, f(e.a)};
}
template<class X, class F>
constexpr auto with_children(diagonal_matrix_of<X> const& e, F const& f) {
  return diagonal_matrix_of<decltype(f(e.x))>{{}, f(e.x)};
}
template<class A, class S, class F>
constexpr auto with_children(sliced<A, S> const& e, F const& f) {
  return sliced<decltype(f(e.a)), S>{{}, f(e.a), e.i, e.j, e.n};
}
template<class A, class F>
constexpr auto with_children(picked<A> const& e, F const& f) {
  return picked<decltype(f(e.a))>{{}, f(e.a), e.i, e.j};
}
template<class A, class S, class F>
constexpr auto with_children(reshaped<A, S> const& e, F const& f) {
  return reshaped<decltype(f(e.a)), S>{{}, f(e.a), e.n};
}

}  // namespace tessera::inline TESSERA_ISA
