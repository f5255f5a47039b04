// SPDX-License-Identifier: BSL-1.0
#pragma once
// Evaluates a rewritten tree into memory: which nest each node becomes, and what runs before it.

#include <tessera/kernel/fixed.hpp>
#include <tessera/lower/alias.hpp>
#include <tessera/lower/chain.hpp>
#include <tessera/lower/grouped.hpp>
#include <tessera/lower/number.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// The owning matrix that holds the value of E.
template<class E>
using result_of = matrix<value_of<E>, shape_of<E>::rows, shape_of<E>::cols>;

template<class E>
inline constexpr bool is_stored = false;
template<class A>
inline constexpr bool is_stored<stored<A>> = true;
template<class E>
inline constexpr bool is_softmax = false;
template<class A>
inline constexpr bool is_softmax<softmaxed<A>> = true;
template<class E>
inline constexpr bool is_chain = false;
template<class... A>
inline constexpr bool is_chain<product_chain<A...>> = true;
template<class E>
inline constexpr bool is_gram_of = false;
template<class S>
inline constexpr bool is_gram_of<gram_of<S>> = true;

/// The product of E, and E with another one in its place.
template<class E>
constexpr auto core_of(E const& e) {
  return e;
}
template<class P, class Tree>
constexpr auto core_of(finished<P, Tree> const& e) {
  return e.inner;
}
template<class E, class Q>
constexpr auto with_core(E const&, Q const& q) {
  return q;
}
template<class P, class Tree, class Q>
constexpr auto with_core(finished<P, Tree> const& e, Q const& q) {
  return finished<Q, Tree>{{}, q, e.tree};
}
template<class E>
using core = std::remove_cvref_t<decltype(core_of(std::declval<E const&>()))>;

/// Is the product of E of small extents, all of them known, of matrices as a tile reads them?
template<class P, class Nest, class E>
inline constexpr bool runs_fixed = false;
template<class P, class T, class A, class B, class Out, class L, class R>
inline constexpr bool runs_fixed<P, product_nest<P, T, A, B, Out>, product<L, R>> = [] {
  constexpr index_t m = shape_of<L>::rows, k = shape_of<L>::cols, n = shape_of<R>::cols;
  if constexpr (has_derived_tile<P> && kernel::is_fixed<T>(m, k, n)) {
    using cut = kernel::tiling<P, T, A, B>;
    return cut::a_in_memory && kernel::has_rows<T, B> &&
           Out::template in_batches<kernel::batch<T>>;
  } else {
    return false;
  }
}();

/// Does E, into a D, take anything of a workspace?
template<class P, class D, class E>
inline constexpr bool needs_workspace = !is_one_pass<E>;
template<class P, class D, class E>
  requires(shape_of<D>::is_static && is_product<core<E>> && !is_number<E>)
inline constexpr bool needs_workspace<P, D, E> = [] {
  using view = std::remove_cvref_t<decltype(as_view(std::declval<D&>()))>;
  if constexpr (!lies_down<view> &&
                std::is_same_v<decltype(settled_below<P>(nullptr, std::declval<E const&>())),
                               E const&>) {
    using nest =
        decltype(lower<sequential<P>>(std::declval<view const&>(), std::declval<E const&>()));
    return !runs_fixed<sequential<P>, nest, core<E>>;
  } else {
    return true;
  }
}();

/// Is E, a product by itself, read to its end before anything of a D is written? Then it does not
/// matter what they share.
template<class P, class D, class E>
inline constexpr bool reads_all_first = [] {
  using S = shape_of<D>;
  using T = value_of<E>;
  if constexpr (is_product<E> && S::is_static && !needs_workspace<P, D, E>)
    return std::is_same_v<value_of<D>, T> &&
           kernel::fixed_cut<T, int(S::rows), int(S::cols)>::is_one_tile;
  else return false;
}();

/// e as one nest, once everything below it has been evaluated.
template<class P, class D, class E>
TESSERA_INLINE constexpr void run_nest(workspace* ws, D const& d, E const& e) {
  auto const& ready = settled_below<P>(ws, e);
  auto const nest = lower<sequential<P>>(d, viewed(ready));
  using nest_type = std::remove_const_t<decltype(nest)>;
  if constexpr (lies_down<D>) {
    run_by<P>(ws, flipped(nest));
  } else if constexpr (runs_fixed<sequential<P>, nest_type, core<E>>) {
    using T = value_of<core<E>>;
    using left = shape_of<decltype(core_of(e).a)>;
    using right = shape_of<decltype(core_of(e).b)>;
    if (__builtin_is_constant_evaluated())
      kernel::multiply_naive<T>(nest.mn, nest.k, nest.a, nest.b, nest.out);
    else kernel::multiply_fixed<T, left::rows, right::cols, left::cols>(nest.a, nest.b, nest.out);
  } else {
    run_by<P>(ws, nest);
  }
}

template<class P, bool ByPanels, class D, class E>
TESSERA_INLINE constexpr void run_into(workspace* ws, D const& d, E const& e) {
  if constexpr (ByPanels && streams<P, E> && !lies_down<D> && !is_reduction<E> && !is_softmax<E>) {
    if (__builtin_is_constant_evaluated()) {
      run_into<P, false>(ws, d, e);
    } else {
      for_each_panel<P>(ws, e, d.rows(), [&](workspace* own, auto const& panel, index_t i) {
        auto const n = extents_of(panel);
        auto const rows = views::part<shape<dynamic, shape_of<D>::cols>>(d, i, 0, n);
        run_into<sequential<P>, false>(own, rows, panel);
      });
    }
  } else if constexpr (is_number<E>) {
    scalar<value_of<E>> const s{{}, number_by<P>(ws, e)};
    run_nest<P>(ws, d, s);
  } else if constexpr (is_choice<E>) {
    if (e.first) run_into<P>(ws, d, e.then);
    else run_into<P>(ws, d, e.otherwise);
  } else if constexpr (is_stored<E>) {
    run_into<P>(ws, d, e.a);
  } else if constexpr (is_chain<core<E>>) {
    auto const& ready = settled_below<P>(ws, e);
    auto const& tree = viewed(ready);
    chain_into<P>(ws, d, core_of(tree), [&](auto const& p) { return with_core(tree, p); });
  } else if constexpr (is_gram_of<core<E>>) {
    auto const s = materialized<P>(ws, core_of(e).s);
    auto const v = as_view(s);
    auto const w = views::flipped(v);
    using square = gram<std::remove_const_t<decltype(w)>, std::remove_const_t<decltype(v)>>;
    run_nest<P>(ws, d, with_core(e, square{{}, w, v, true}));
  } else if constexpr (is_reduction<E>) {
    // Rows are reduced apart from each other, all else in one order.
    reduce_into<std::conditional_t<reduces_rows<E>, P, sequential<P>>>(ws, d, e);
  } else if constexpr (is_softmax<E>) {
    softmax_into<P>(ws, d, e);
  } else {
    run_nest<P>(ws, d, e);
  }
}

}  // namespace tessera::inline TESSERA_ISA::lowering
