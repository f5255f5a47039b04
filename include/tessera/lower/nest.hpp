// SPDX-License-Identifier: BSL-1.0
#pragma once
// From a tree and a policy to a loop nest: a type that names the nest, and the call of the kernel
// that runs it. Everything in the tree that needs a nest of its own has been evaluated.

#include <tessera/kernel/dot.hpp>
#include <tessera/kernel/elementwise.hpp>
#include <tessera/kernel/macro.hpp>
#include <tessera/kernel/naive.hpp>
#include <tessera/kernel/vector.hpp>
#include <tessera/lower/source.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// C = tree, element by element, in one pass.
template<class T, class Out>
struct elementwise_nest {
  extents n;
  Out out;
};

/// What is known of a product before it runs: B may be A', and half of C the mirror image of the
/// other half; or C is known to be one row or column.
enum class product_of { matrices, mirror_images, vectors };

/// C = epilogue(A B) by policy P. A and B may be computed while they are read.
template<class P, class T, class A, class B, class Out, product_of Kind = product_of::matrices>
struct product_nest {
  extents mn;
  index_t k;
  A a;
  B b;
  Out out;
  bool symmetric = false;
};

// --- lower: destination and tree -> nest

template<class P, class D, class E>
TESSERA_INLINE constexpr auto lower(D const& d, E const& e) {
  using T = value_of<D>;
  auto const sink = memory_of(d);
  auto const source = converted<T>(source_of(e));
  using Out =
      kernel::finish<std::remove_const_t<decltype(sink)>, std::remove_const_t<decltype(source)>>;
  return elementwise_nest<T, Out>{extents_of(d), {sink, source}};
}

/// The left and the right factor of a product-like node, and its inner extent.
template<class T, class A, class B>
constexpr auto left_of(product<A, B> const& e) {
  return factor_of<T>(e.a);
}
template<class T, class A, class B>
constexpr auto right_of(product<A, B> const& e) {
  return factor_of<T>(e.b);
}
template<class T, class A, class B>
constexpr auto left_of(gram<A, B> const& e) {
  return factor_of<T>(e.a);
}
template<class T, class A, class B>
constexpr auto right_of(gram<A, B> const& e) {
  return factor_of<T>(e.b);
}
template<class A, class B>
constexpr index_t inner_extent(product<A, B> const& e) {
  return extents_of(e.a).cols;
}
template<class A, class B>
constexpr index_t inner_extent(gram<A, B> const& e) {
  return extents_of(e.a).cols;
}

template<class Left, class Right>
constexpr auto inner_begins(sum_of_products<Left, Right> const& e) {
  return unpack(e.left, [](auto const&... a) {
    std::array<index_t, sizeof...(a) + 1> begin{};
    std::size_t q = 0;
    ((begin[q + 1] = begin[q] + extents_of(a).cols, ++q), ...);
    return begin;
  });
}
template<class T, class Left, class Right>
constexpr auto left_of(sum_of_products<Left, Right> const& e) {
  return unpack(e.left, [&](auto const&... a) {
    return kernel::joined<true, decltype(factor_of<T>(a))...>{
        hana::make_basic_tuple(factor_of<T>(a)...), inner_begins(e)};
  });
}
template<class T, class Left, class Right>
constexpr auto right_of(sum_of_products<Left, Right> const& e) {
  return unpack(e.right, [&](auto const&... b) {
    return kernel::joined<false, decltype(factor_of<T>(b))...>{
        hana::make_basic_tuple(factor_of<T>(b)...), inner_begins(e)};
  });
}
template<class Left, class Right>
constexpr index_t inner_extent(sum_of_products<Left, Right> const& e) {
  return inner_begins(e).back();
}

template<class E>
inline constexpr product_of kind_of =
    shape_of<E>::rows == 1 || shape_of<E>::cols == 1 ? product_of::vectors : product_of::matrices;
template<class A, class B>
inline constexpr product_of kind_of<gram<A, B>> = product_of::mirror_images;

template<class P, class D, class E, class Source>
constexpr auto lower_product(D const& d, E const& e, Source const& epilogue) {
  using T = value_of<E>;
  auto const sink = memory_of(d);
  auto const a = left_of<T>(e);
  auto const b = right_of<T>(e);
  auto const source = [&] {
    if constexpr (std::is_same_v<Source, kernel::accumulator_source<T>>) return epilogue;
    else return converted<value_of<D>>(epilogue);
  }();
  using Out =
      kernel::finish<std::remove_const_t<decltype(sink)>, std::remove_const_t<decltype(source)>>;
  product_nest<P, T, std::remove_const_t<decltype(a)>, std::remove_const_t<decltype(b)>, Out,
               kind_of<E>>
      nest{extents_of(d), inner_extent(e), a, b, {sink, source}};
  if constexpr (kind_of<E> == product_of::mirror_images) nest.symmetric = e.symmetric;
  return nest;
}

template<class P, class D, class E>
  requires is_product_like<E>
constexpr auto lower(D const& d, E const& e) {
  return lower_product<P>(d, e, kernel::accumulator_source<value_of<E>>{});
}

template<class P, class D, class Inner, class Tree>
constexpr auto lower(D const& d, finished<Inner, Tree> const& e) {
  return lower_product<P>(d, e.inner, source_of(e.tree));
}

// --- C = e and C' = e' are the same loops; batches want the columns of C one element apart, and a
// --- column is a row

template<class D>
inline constexpr bool lies_down = false;
template<class T, class S, class D>
inline constexpr bool lies_down<matrix_view<T, S, D>> =
    S::rows != 1 && (S::cols == 1 || (D::row == 1 && D::col != 1));

template<class T, class Out>
constexpr auto flipped(elementwise_nest<T, Out> const& nest) {
  return elementwise_nest<T, decltype(flipped(nest.out))>{{nest.n.cols, nest.n.rows},
                                                          flipped(nest.out)};
}

template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr auto flipped(product_nest<P, T, A, B, Out, Kind> const& nest) {
  return product_nest<P, T, decltype(flipped(nest.b)), decltype(flipped(nest.a)),
                      decltype(flipped(nest.out)), Kind>{{nest.mn.cols, nest.mn.rows},
                                                         nest.k,
                                                         flipped(nest.b),
                                                         flipped(nest.a),
                                                         flipped(nest.out),
                                                         nest.symmetric};
}

// --- run

template<class T, class Out>
TESSERA_INLINE constexpr void run(workspace*, elementwise_nest<T, Out> const& nest) {
  kernel::elementwise<T>(nest.n, nest.out);
}

template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr void run(workspace* ws, product_nest<P, T, A, B, Out, Kind> const& nest) {
  if (__builtin_is_constant_evaluated() || std::is_same_v<P, naive>) {
    if constexpr (!kernel::is_packed<B>)
      kernel::multiply_naive<T>(nest.mn, nest.k, nest.a, nest.b, nest.out);
  } else if constexpr (std::is_same_v<P, dot_inner>) {
    kernel::multiply_dot<T>(*ws, nest.mn, nest.k, nest.a, nest.b, nest.out);
  } else if constexpr (register_tiled<P>) {
    if constexpr (Kind == product_of::mirror_images && Out::template is_plain<T>)
      if (nest.symmetric)
        return kernel::multiply_symmetric<P, T>(*ws, nest.mn, nest.k, nest.a, nest.b, nest.out);
    if constexpr (Kind == product_of::vectors && kernel::suits_vector<T, B>)
      if (nest.mn.rows == 1)
        return kernel::multiply_vector<T>(*ws, nest.mn.cols, nest.k, nest.a, nest.b, nest.out);
    if constexpr (Kind == product_of::vectors && kernel::suits_rows<T, B>)
      if (nest.mn.rows == 1)
        return kernel::multiply_rows<T>(*ws, nest.mn.cols, nest.k, nest.a, nest.b, nest.out);
    kernel::multiply_tiled<P, T>(*ws, nest.mn, nest.k, nest.a, nest.b, nest.out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::lowering
