// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a schedule costs for run-time extents: operations, and bytes between memory and the core.

#include <array>

#include <tessera/explain/load.hpp>
#include <tessera/explain/tally.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// How many functions are applied to each element of E. Conversions are free.
template<class E>
inline constexpr int functions_in =
    []<class... A>(list<A...>) { return (0 + ... + functions_in<A>); }(children_of<E>{});
template<class F, class... A>
inline constexpr int functions_in<mapped<F, A...>> =
    is_number<mapped<F, A...>> ? 0 : 1 + (0 + ... + functions_in<A>);
template<class T, class A>
inline constexpr int functions_in<mapped<simd::cast_to<T>, A>> = functions_in<A>;

template<class E>
inline constexpr bool is_mapped = false;
template<class F, class... A>
inline constexpr bool is_mapped<mapped<F, A...>> = true;

template<class E>
constexpr index_t function_flops(E const& e) {
  auto const n = extents_of(e);
  return functions_in<E> * n.rows * n.cols;
}

/// How often each element of the rows and of the columns that meet in this product is computed,
/// where they are computed.
struct repeats {
  index_t rows = 1, columns = 1;
};
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
constexpr repeats repeats_of(lowering::product_nest<P, T, A, B, Out, Kind> const& nest) {
  if constexpr (std::is_same_v<P, naive>) return {nest.mn.cols, nest.mn.rows};
  else if constexpr (register_tiled<P> && Kind != lowering::product_of::vectors) {
    kernel::tiling<P, T, A, B> const t(nest.mn, nest.k);
    bool const apart = t.narrow_rows > 0 && t.rows.groups > 0;
    return {std::max<index_t>(1, (t.cols.groups + t.col_step - 1) / t.col_step), apart ? 2 : 1};
  } else return {};
}

/// Operations on elements: a multiply-add counts two, a function one, an exponential one. Overloads
/// that call each other; of a tree: what making it costs.
struct operations {
  template<class E>
  static constexpr index_t of(E const& tree) {
    index_t all = 0;
    with_children(tree, [&](auto const& child) {
      all += of(child);
      return child;
    });
    return all;
  }
  template<class T, class S, class Step>
  static constexpr index_t of(staged<T, S, Step> const& e) {
    return of(e.step);
  }
  template<class T, class Step>
  static constexpr index_t of(staged_number<T, Step> const& e) {
    return of(e.step);
  }
  template<class P, class T, class B, bool Ready>
  static constexpr index_t of(packed<P, T, B, Ready> const& e) {
    return Ready ? 0 : of(e.b) + function_flops(e.b);
  }

  template<class P, class D, class E>
  static constexpr index_t of(nest_step<P, D, E> const& s) {
    auto const n = extents_of(s.d);
    if constexpr (is_product_like<lowering::core<E>>) {
      auto const core = lowering::core_of(s.tree);
      auto const nest = nest_for(s);
      repeats times = repeats_of(nest);
      if constexpr (lowering::lies_down<D>) std::swap(times.rows, times.columns);
      index_t const k = lowering::inner_extent(core),
                    factors = left_flops(core) * times.rows + right_flops(core) * times.columns;
      index_t const sums =
          is_halved(nest) ? n.rows * (n.rows + 1) * k : 2 * n.rows * n.cols * k;
      return of(s.tree) + factors + sums + epilogue(s.tree);
    } else {
      return of(s.tree) + functions_in<E> * n.rows * n.cols;
    }
  }
  template<class P, class D, class E>
  static constexpr index_t of(chain_step<P, D, E> const& s) {
    links<P, D, E> const all(s);
    index_t factors = 0;
    with_children(lowering::core_of(s.tree), [&](auto const& factor) {
      factors += function_flops(factor);
      return factor;
    });
    return of(s.tree) + factors + 2 * index_t(all.order.cost[0][all.last]) + epilogue(s.tree);
  }
  template<class A, class B>
  static constexpr index_t of(choice_step<A, B> const& s) {
    return s.first ? of(s.then) : of(s.otherwise);
  }
  /// All panels together are the whole: what one row costs, times the rows.
  template<class P, class Ready, class Panel>
  static constexpr index_t of(stream_step<P, Ready, Panel> const& s) {
    index_t const rows = std::min(s.m, s.rows);
    return of(s.ready) + (rows == 0 ? 0 : of(s.panel) / rows * s.m);
  }
  template<class P, class R, per Each, class D, class Source, bool C>
  static constexpr index_t of(reduction_step<P, R, Each, D, Source, C> const& s) {
    return of(s.source) + per_element(s.source, 1);
  }
  template<class P, class D, class Source>
  static constexpr index_t of(softmax_step<P, D, Source> const& s) {
    return of(s.source) + per_element(s.source, 5);  // max, -, exp, +, *
  }
  template<class P, class R, class Source>
  static constexpr index_t of(total_step<P, R, Source> const& s) {
    return of(s.source) + per_element(s.source, 1);
  }
  template<class P, class X, class Y>
  static constexpr index_t of(dot_step<P, X, Y> const& s) {
    return of(s.x) + of(s.y) + function_flops(s.x) + function_flops(s.y) + 2 * vector_length(s.x);
  }
  template<class E>
  static constexpr index_t of(number_step<E> const& s) {
    return of(s.tree) + (is_mapped<E> ? 1 : 0);
  }

private:
  template<class E>
  static constexpr index_t left_flops(E const& product) {
    if constexpr (requires { product.a; }) return function_flops(product.a);
    else
      return unpack(product.left, [](auto const&... a) { return (0 + ... + function_flops(a)); });
  }
  template<class E>
  static constexpr index_t right_flops(E const& product) {
    if constexpr (requires { product.b; }) return function_flops(product.b);
    else
      return unpack(product.right, [](auto const&... b) { return (0 + ... + function_flops(b)); });
  }
  template<class E>
  static constexpr index_t epilogue(E const&) {
    return 0;
  }
  template<class Q, class Tree>
  static constexpr index_t epilogue(finished<Q, Tree> const& e) {
    return function_flops(e.tree);
  }
  template<class S>
  static constexpr index_t per_element(S const& source, index_t flops) {
    auto const n = extents_of(source);
    return function_flops(source) + flops * n.rows * n.cols;
  }
  template<class P, class Ready, class Panel>
  static constexpr index_t per_element(stream_step<P, Ready, Panel> const& s, index_t flops) {
    return (functions_in<Panel> + flops) * s.m * extents_of(s.panel).cols;
  }
};

}  // namespace tessera::inline TESSERA_ISA::explaining
