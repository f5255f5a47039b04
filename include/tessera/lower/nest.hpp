// SPDX-License-Identifier: BSL-1.0
#pragma once
// From a tree and a policy to a loop nest: a type that names the nest, and the call of the kernel
// that runs it.

#include <tessera/kernel/dot.hpp>
#include <tessera/kernel/elementwise.hpp>
#include <tessera/kernel/macro.hpp>
#include <tessera/kernel/naive.hpp>
#include <tessera/kernel/reduce.hpp>
#include <tessera/lower/source.hpp>

namespace tessera::inline TESSERA_ISA {

/// C = tree, element by element, in one pass.
template<class T, class Out>
struct elementwise_nest {
  extents n;
  Out out;
};

/// C = epilogue(A B) by policy P. A and B may be computed while they are read.
template<class P, class T, class A, class B, class Out>
struct product_nest {
  extents mn;
  index_t k;
  A a;
  B b;
  Out out;
};

// --- lower: destination and tree -> nest

template<class P, class D, class E>
constexpr auto lower(D const& d, E const& e) {
  auto const sink = memory_of(d);
  auto const source = source_of(e);
  using Out = kernel::finish<std::remove_const_t<decltype(sink)>, std::remove_const_t<decltype(source)>>;
  return elementwise_nest<value_of<E>, Out>{extents_of(d), {sink, source}};
}

template<class P, class D, class A, class B, class Source>
constexpr auto lower_product(D const& d, product<A, B> const& e, Source const& epilogue) {
  auto const sink = memory_of(d);
  auto const a = factor_of(e.a);
  auto const b = factor_of(e.b);
  using Out = kernel::finish<std::remove_const_t<decltype(sink)>, Source>;
  return product_nest<P, value_of<product<A, B>>, std::remove_const_t<decltype(a)>,
                      std::remove_const_t<decltype(b)>, Out>{
      extents_of(d), extents_of(e.a).cols, a, b, {sink, epilogue}};
}

template<class P, class D, class A, class B>
constexpr auto lower(D const& d, product<A, B> const& e) {
  return lower_product<P>(d, e, kernel::accumulator_source<value_of<product<A, B>>>{});
}

template<class P, class D, class Inner, class Tree>
constexpr auto lower(D const& d, finished<Inner, Tree> const& e) {
  return lower_product<P>(d, e.inner, source_of(e.tree));
}

// --- C = e and C' = e' are the same loops; batches want the columns of C one element apart

template<class D>
inline constexpr bool lies_down = false;
template<class T, class S, class D>
inline constexpr bool lies_down<matrix_view<T, S, D>> =
    D::row == 1 && S::rows != 1 && (D::col != 1 || S::cols == 1);

template<class T, class Out>
constexpr auto flipped(elementwise_nest<T, Out> const& nest) {
  return elementwise_nest<T, decltype(flipped(nest.out))>{{nest.n.cols, nest.n.rows},
                                                          flipped(nest.out)};
}

template<class P, class T, class A, class B, class Out>
constexpr auto flipped(product_nest<P, T, A, B, Out> const& nest) {
  return product_nest<P, T, decltype(flipped(nest.b)), decltype(flipped(nest.a)),
                      decltype(flipped(nest.out))>{
      {nest.mn.cols, nest.mn.rows}, nest.k, flipped(nest.b), flipped(nest.a), flipped(nest.out)};
}

// --- run

template<class T, class Out>
constexpr void run(elementwise_nest<T, Out> const& nest) {
  kernel::elementwise<T>(nest.n, nest.out);
}

template<class P, class T, class A, class B, class Out>
constexpr void run(product_nest<P, T, A, B, Out> const& nest) {
  if (std::is_constant_evaluated() || std::is_same_v<P, naive>)
    kernel::multiply_naive<T>(nest.mn, nest.k, nest.a, nest.b, nest.out);
  else if constexpr (std::is_same_v<P, dot_inner>)
    kernel::multiply_dot<T>(nest.mn, nest.k, nest.a, nest.b, nest.out);
  else if constexpr (register_tiled<P>)
    kernel::multiply_tiled<P, T>(nest.mn, nest.k, nest.a, nest.b, nest.out);
}

}  // namespace tessera::inline TESSERA_ISA
