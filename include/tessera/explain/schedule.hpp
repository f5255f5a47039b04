// SPDX-License-Identifier: BSL-1.0
#pragma once
// What an evaluation will do, as a value: the steps of lower/run.hpp, in types, without running
// any. Facts are read off its type (explain/tally.hpp), costs and text off its value.
// Each function here is the twin of one of the same name in lower/.

#include <tessera/explain/staged.hpp>
#include <tessera/explain/steps.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

// --- from trees to steps

template<class P, class D, class E>
constexpr auto run_into(int& ids, D const& d, E const& e);
template<class P, class E>
constexpr auto number_by(int& ids, E const& e);

template<class P, class E>
constexpr auto materialized(int& ids, E const& e) {
  using T = value_of<E>;
  using S = shape_of<E>;
  int const id = ids++;
  auto const step = run_into<P>(ids, rows_at_nowhere<T, S>(extents_of(e)), e);
  return staged<T, S, std::remove_const_t<decltype(step)>>{{}, extents_of(e), id, step};
}

template<class P, class E>
constexpr auto settled(int& ids, E const& e) {
  auto const below = [&](auto const& child) { return settled<P>(ids, child); };
  if constexpr (is_ready<E>) {
    return e;
  } else if constexpr (is_number<E>) {
    if constexpr (requires { e.value; }) {
      return e;
    } else {
      int const id = ids++;
      auto const step = number_by<P>(ids, e);
      return staged_number<value_of<E>, std::remove_const_t<decltype(step)>>{{}, id, step};
    }
  } else if constexpr (lowering::is_elementwise<E>) {
    return in_order(e, below);
  } else if constexpr (lowering::is_part<E>) {
    return in_order(e, [&](auto const& whole) { return materialized<P>(ids, whole); });
  } else {
    return materialized<P>(ids, e);
  }
}

template<class P, class E>
constexpr auto settled_below(int& ids, E const& e) {
  if constexpr (is_number<E> || lowering::is_part<E>) return settled<P>(ids, e);
  else return in_order(e, [&](auto const& child) { return settled<P>(ids, child); });
}
template<class P, class Inner, class Tree>
constexpr auto settled_below(int& ids, finished<Inner, Tree> const& e) {
  return in_order(e, [&](auto const& child) { return settled_below<P>(ids, child); });
}

// --- panels

template<class P, class A, class B>
constexpr auto prepared(int& ids, product<A, B> const& e);
template<class P, class A, class B>
constexpr auto prepared(int& ids, gram<A, B> const& e);

template<class P, class E>
constexpr auto prepared(int& ids, E const& e) {
  if constexpr (lowering::produces_rows<E> || lowering::consumes_rows<E>)
    return in_order(e, [&](auto const& child) { return prepared<P>(ids, child); });
  else return settled<P>(ids, e);
}
template<class P, class A, class B>
constexpr auto prepared(int& ids, product<A, B> const& e) {
  auto const a = prepared<P>(ids, e.a);
  auto const b = [&] {
    if constexpr (is_ready<B>) {
      return e.b;
    } else if constexpr (shape_of<B>::cols == 1) {
      return settled<P>(ids, e.b);
    } else {
      auto const below = settled<P>(ids, e.b);
      return packed<P, value_of<product<A, B>>, std::remove_const_t<decltype(below)>>{{}, below};
    }
  }();
  return product<std::remove_const_t<decltype(a)>, std::remove_const_t<decltype(b)>>{{}, a, b};
}
template<class P, class A, class B>
constexpr auto prepared(int& ids, gram<A, B> const& e) {
  return prepared<P>(ids, product<A, B>{{}, e.a, e.b});
}

/// The step that f makes of a panel of e.
template<class P, class E, class F>
constexpr auto for_each_panel(int& ids, E const& e, index_t m, F const& f) {
  auto const ready = prepared<P>(ids, e);
  index_t const rows = lowering::panel_rows(lowering::bytes_per_row(e));
  auto const panel = f(lowering::rows_from(again(ready), 0, std::min(rows, m)));
  return stream_step<P, std::remove_const_t<decltype(ready)>, std::remove_const_t<decltype(panel)>>{
      ready, panel, m, rows};
}

template<class P, class E>
constexpr auto source_for(int& ids, E const& e) {
  if constexpr (lowering::streams<P, reduced<simd::adds, per::row, E>>)
    return for_each_panel<P>(ids, e, extents_of(e).rows,
                             [&](auto const& panel) { return settled<P>(ids, panel); });
  else return settled<P>(ids, e);
}

// --- into memory

template<class P, class R, per Each, class D, class A>
constexpr auto reduce_into(int& ids, D const& d, reduced<R, Each, A> const& e) {
  constexpr bool as_columns =
      Each == per::column && lowering::leans<A> < 0 && !std::is_same_v<P, naive>;
  auto const source = [&] {
    if constexpr (as_columns) return settled<P>(ids, e.a);
    else return source_for<P>(ids, e.a);
  }();
  return reduction_step<P, R, Each, D, std::remove_const_t<decltype(source)>, as_columns>{d,
                                                                                          source};
}
template<class P, class D, class A>
constexpr auto softmax_into(int& ids, D const& d, softmaxed<A> const& e) {
  auto const source = source_for<P>(ids, e.a);
  return softmax_step<P, D, std::remove_const_t<decltype(source)>>{d, source};
}

template<class P, class D, class E>
constexpr auto nest_of(D const& d, E const& e) {
  return nest_step<P, D, E>{d, e};
}
template<class A, class B>
constexpr auto chosen(bool first, A const& a, B const& b) {
  return choice_step<A, B>{first, a, b};
}

template<class P, class D, class E>
constexpr auto run_whole(int& ids, D const& d, E const& e) {
  if constexpr (is_choice<E>) {
    auto const then = run_into<P>(ids, d, e.then);
    return chosen(e.first, then, run_into<P>(ids, d, e.otherwise));
  } else if constexpr (lowering::is_stored<E>) {
    return run_into<P>(ids, d, e.a);
  } else if constexpr (lowering::is_chain<lowering::core<E>>) {
    auto const tree = settled_below<P>(ids, e);
    constexpr int n = int(items_in<decltype(lowering::core_of(e).factors)>);
    int const id = ids;
    ids += n * n;
    return chain_step<P, D, std::remove_const_t<decltype(tree)>>{d, tree, id};
  } else if constexpr (lowering::is_gram_of<lowering::core<E>>) {
    auto const s = materialized<P>(ids, lowering::core_of(e).s);
    using S = std::remove_const_t<decltype(s)>;
    using other = transposed<decltype(again(s))>;
    return nest_of<P>(d, lowering::with_core(e, gram<other, S>{{}, {{}, again(s)}, s, true}));
  } else if constexpr (lowering::is_reduction<E>) {
    return reduce_into<P>(ids, d, e);
  } else if constexpr (lowering::is_softmax<E>) {
    return softmax_into<P>(ids, d, e);
  } else {
    return nest_of<P>(d, settled_below<P>(ids, e));
  }
}

template<class P, class D, class E>
constexpr auto run_into(int& ids, D const& d, E const& e) {
  if constexpr (lowering::streams<P, E> && !lowering::lies_down<D> && !lowering::is_reduction<E> &&
                !lowering::is_softmax<E>) {
    return for_each_panel<P>(ids, e, d.rows(), [&](auto const& panel) {
      using rows =
          matrix_view<value_of<D>, shape<dynamic, shape_of<D>::cols>, typename D::strides_type>;
      return run_whole<P>(ids, rows(nullptr, extents_of(panel), d.row_stride(), d.col_stride()),
                          panel);
    });
  } else {
    return run_whole<P>(ids, d, e);
  }
}

template<class P, class R, class A>
constexpr auto total_by(int& ids, reduced<R, per::matrix, A> const& e) {
  auto const source = source_for<P>(ids, e.a);
  return total_step<P, R, std::remove_const_t<decltype(source)>>{source};
}

template<class P, class E>
constexpr auto number_by(int& ids, E const& e) {
  if constexpr (lowering::is_reduction<E>) {
    return total_by<P>(ids, e);
  } else if constexpr (lowering::is_inner_product<E>) {
    auto const x = settled<P>(ids, e.x);
    auto const y = settled<P>(ids, e.y);
    return dot_step<P, std::remove_const_t<decltype(x)>, std::remove_const_t<decltype(y)>>{x, y};
  } else if constexpr (is_choice<E>) {
    auto const then = number_by<P>(ids, e.then);
    return chosen(e.first, then, number_by<P>(ids, e.otherwise));
  } else if constexpr (requires { e.value; }) {
    return number_step<E>{e};
  } else {
    auto const tree = in_order(e, [&](auto const& child) { return settled<P>(ids, child); });
    return number_step<std::remove_const_t<decltype(tree)>>{tree};
  }
}

/// All steps of evaluating `better`, a tree that rules have rewritten, into d.
template<class P, class D, class E>
constexpr auto schedule_into(D const& d, E const& better) {
  int ids = 0;
  if constexpr (is_number<E>) return number_by<P>(ids, better);
  else return run_into<P>(ids, d, better);
}
template<class P, class E>
constexpr auto schedule(E const& better) {
  using M = lowering::result_of<E>;
  auto const n = extents_of(better);
  return schedule_into<P>(
      matrix_view<value_of<E>, typename M::shape_type, typename M::strides_type>(nullptr, n, n.cols,
                                                                                 1),
      better);
}

}  // namespace tessera::inline TESSERA_ISA::explaining
