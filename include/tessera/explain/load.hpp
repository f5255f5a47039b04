// SPDX-License-Identifier: BSL-1.0
#pragma once
// The workspace that each step takes, with everything that is made before it.

#include <tessera/explain/links.hpp>
#include <tessera/explain/scratch.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Overloads that call each other. `of` a tree: what stays held for the nest that reads it; of a
/// step: nothing stays held.
struct loads {
  template<class T, class Shape>
  static constexpr load temporary(extents n) {
    if (lowering::fits_in_place<T, Shape>) return {};
    return taken<T>(n.rows * n.cols);
  }

  template<class E>
  static constexpr load of(E const& tree) {
    // The items of a tuple are made in the compiler's order, named children from left to right.
    constexpr bool any_order =
        requires { tree.args; } || requires { tree.factors; } || requires { tree.left; };
    load all;
    with_children(tree, [&](auto const& child) {
      all = any_order ? beside(all, of(child)) : then(all, of(child));
      return child;
    });
    return all;
  }
  template<class T, class S, class Step>
  static constexpr load of(staged<T, S, Step> const& e) {
    return then(temporary<T, S>(e.n), of(e.step));
  }
  template<class T, class Step>
  static constexpr load of(staged_number<T, Step> const& e) {
    return of(e.step);
  }
  template<class P, class T, class B, bool Ready>
  static constexpr load of(packed<P, T, B, Ready> const& e) {
    if constexpr (Ready) {
      return {};
    } else {
      using V = typename blocking<P, T>::vector;
      auto const n = extents_of(e);
      index_t const batches = (n.cols + blocking<P, T>::lanes - 1) / blocking<P, T>::lanes;
      load const panels = taken<simd::chain_element<V>>(n.rows * batches * kernel::packed_size<V>);
      return then(panels, given_back(of(e.b)));
    }
  }

  template<class P, class D, class E>
  static constexpr load of(nest_step<P, D, E> const& s) {
    return given_back(then(of(s.tree), nest_scratch(nest_for(s))));
  }
  template<class A, class B>
  static constexpr load of(choice_step<A, B> const& s) {
    return s.first ? of(s.then) : of(s.otherwise);
  }
  template<class P, class Ready, class Panel>
  static constexpr load of(stream_step<P, Ready, Panel> const& s) {
    return given_back(then(of(s.ready), s.m > 0 ? given_back(of(s.panel)) : load{}));
  }

  /// Totals of columns (two rows where places are sought), or of rows that lie in columns.
  template<class P, class R, per Each, class D, class Source, bool AsColumns>
  static constexpr load of(reduction_step<P, R, Each, D, Source, AsColumns> const& s) {
    if constexpr (Each == per::row) {
      return rows_of_source<P, R, D>(s.source);
    } else if constexpr (AsColumns) {
      return given_back(of(s.source));
    } else {
      using T = typename element_of_source<Source>::type;
      constexpr index_t cols = shape_of<D>::cols;
      load totals;
      if constexpr (simd::finds_place<R> || !lowering::holds_totals<T, D>)
        totals = temporary<T, shape<1, cols>>({1, s.d.cols()});
      if constexpr (simd::finds_place<R>)
        totals = then(totals, temporary<index_t, shape<1, cols>>({1, s.d.cols()}));
      return given_back(then(totals, of(s.source)));
    }
  }
  template<class P, class D, class Source>
  static constexpr load of(softmax_step<P, D, Source> const& s) {
    bool const in_place = s.d.col_stride() == 1 || s.d.cols() <= 1;
    load const row = taken<value_of<D>>(in_place ? 0 : s.d.cols());
    return given_back(within(s.source, [&](auto const&) { return row; }));
  }
  template<class P, class R, class Source>
  static constexpr load of(total_step<P, R, Source> const& s) {
    return given_back(of(s.source));
  }
  template<class P, class X, class Y>
  static constexpr load of(dot_step<P, X, Y> const& s) {
    using T = std::common_type_t<value_of<X>, value_of<Y>>;
    auto const held = beside(of(s.x), of(s.y));
    if constexpr (std::is_same_v<P, naive>) return given_back(held);
    auto const x = shown(s.x);
    auto const y = shown(s.y);
    auto const row = [&] {
      if constexpr (shape_of<X>::rows == 1) return lowering::factor_of<T>(x);
      else return flipped(lowering::factor_of<T>(x));
    }();
    auto const col = [&] {
      if constexpr (shape_of<Y>::rows == 1) return flipped(lowering::factor_of<T>(y));
      else return lowering::factor_of<T>(y);
    }();
    return given_back(then(held, dot_scratch<T>({1, 1}, vector_length(x), row, col)));
  }
  template<class E>
  static constexpr load of(number_step<E> const& s) {
    return given_back(of(s.tree));
  }

  // --- a chain: each interval of factors in the order that was found

  template<class P, class D, class E>
  static constexpr load of(chain_step<P, D, E> const& s) {
    links<P, D, E> const all(s);
    return given_back(then(of(s.tree), link<0, links<P, D, E>::last>(all)));
  }

private:
  template<std::size_t I, std::size_t J, class Links>
  static constexpr load link(Links const& all) {
    if constexpr (I == J) {
      return {};
    } else {
      load whole;
      all.template at_split<I, J>([&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
        auto const operands = then(kept<I, K>(all), kept<K + 1, J>(all));
        whole = then(operands, nest_scratch(nest_for(all.template nest<I, K, J>())));
      });
      return given_back(whole);
    }
  }
  /// An interval in its temporary.
  template<std::size_t I, std::size_t J, class Links>
  static constexpr load kept(Links const& all) {
    if constexpr (I == J) {
      return {};
    } else {
      using E = decltype(all.template result<I, J>());
      return then(temporary<value_of<E>, shape_of<E>>(all.template extents_between<I, J>()),
                  link<I, J>(all));
    }
  }

  template<class S>
  struct element_of_source {
    using type = value_of<S>;
  };
  template<class P, class Ready, class Panel>
  struct element_of_source<stream_step<P, Ready, Panel>> {
    using type = value_of<Panel>;
  };

  /// The source, and f(its tree) while that is held.
  template<class S, class F>
  static constexpr load within(S const& source, F const& f) {
    return then(of(source), f(source));
  }
  template<class P, class Ready, class Panel, class F>
  static constexpr load within(stream_step<P, Ready, Panel> const& s, F const& f) {
    return then(of(s.ready), given_back(then(of(s.panel), f(s.panel))));
  }

  template<class P, class R, class D, class Source>
  static constexpr load rows_of_source(Source const& source) {
    return given_back(within(source, [](auto const& tree) -> load {
      using E = std::remove_cvref_t<decltype(tree)>;
      using row = decltype(views::flipped(std::declval<D const&>()));
      if constexpr (lowering::leans<shown_as<E>> < 0 && !std::is_same_v<P, naive> &&
                    !simd::finds_place<R> && !lowering::holds_totals<value_of<E>, row>)
        return taken<value_of<E>>(extents_of(tree).rows);
      else return {};
    }));
  }
};

}  // namespace tessera::inline TESSERA_ISA::explaining
