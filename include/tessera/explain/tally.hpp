// SPDX-License-Identifier: BSL-1.0
#pragma once
// The facts of a schedule that its type knows.

#include <algorithm>

#include <tessera/explain/schedule.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Loop nests run; results stored in memory other than the destination, whole or panel by panel;
/// leaves read.
struct tally {
  int nests = 0, temporaries = 0, panels = 0, reads = 0;

  friend constexpr tally operator+(tally a, tally b) {
    return {a.nests + b.nests, a.temporaries + b.temporaries, a.panels + b.panels,
            a.reads + b.reads};
  }
  friend constexpr bool operator==(tally, tally) = default;
};
constexpr tally most(tally a, tally b) {
  return {std::max(a.nests, b.nests), std::max(a.temporaries, b.temporaries),
          std::max(a.panels, b.panels), std::max(a.reads, b.reads)};
}

/// Of a tree: the steps that make what it reads. Whole: its own leaves are read here, too.
template<class E, bool Whole>
struct tree_tally {
  static constexpr tally value = []<class... A>(list<A...>) {
    return (tally{} + ... + tree_tally<A, Whole>::value);
  }(children_of<E>{});
};
/// Of a step.
template<class S>
struct step_tally : tree_tally<S, true> {};

template<class T, class S, class D, bool Whole>
struct tree_tally<matrix_view<T, S, D>, Whole> {
  static constexpr tally value{0, 0, 0, Whole ? 1 : 0};
};
template<class T, class S, class Step, bool Whole>
struct tree_tally<staged<T, S, Step>, Whole> {
  static constexpr tally value = step_tally<Step>::value + tally{0, 1, 0, 0};
};
template<class T, class Step, bool Whole>
struct tree_tally<staged_number<T, Step>, Whole> {
  static constexpr tally value = step_tally<Step>::value;
};
template<class P, class T, class B, bool Ready, bool Whole>
struct tree_tally<packed<P, T, B, Ready>, Whole> {
  static constexpr tally value = Ready ? tally{} : tree_tally<B, true>::value;
};

inline constexpr tally one_nest{1, 0, 0, 0};

template<class P, class D, class E>
struct step_tally<nest_step<P, D, E>> {
  static constexpr tally value = one_nest + tree_tally<E, true>::value;
};
template<class P, class D, class E>
struct step_tally<chain_step<P, D, E>> {
  static constexpr int factors = int(items_in<decltype(lowering::core<E>::factors)>);
  static constexpr tally value = tally{factors - 1, factors - 2, 0, 0} + tree_tally<E, true>::value;
};
template<class A, class B>
struct step_tally<choice_step<A, B>> {
  static constexpr tally value = most(step_tally<A>::value, step_tally<B>::value);
};
template<class P, class Ready, class Panel>
struct step_tally<stream_step<P, Ready, Panel>> {
  static constexpr tally panel = step_tally<Panel>::value;
  static constexpr tally value =
      tree_tally<Ready, false>::value +
      tally{panel.nests, 0, panel.panels + panel.temporaries, panel.reads};
};
template<class P, class R, per Each, class D, class Source, bool C>
struct step_tally<reduction_step<P, R, Each, D, Source, C>> {
  static constexpr tally value = one_nest + step_tally<Source>::value;
};
template<class P, class D, class Source>
struct step_tally<softmax_step<P, D, Source>> {
  static constexpr tally value = one_nest + step_tally<Source>::value;
};
template<class P, class R, class Source>
struct step_tally<total_step<P, R, Source>> {
  static constexpr tally value = one_nest + step_tally<Source>::value;
};
template<class P, class X, class Y>
struct step_tally<dot_step<P, X, Y>> {
  static constexpr tally value = one_nest + tree_tally<X, true>::value + tree_tally<Y, true>::value;
};
template<class E>
struct step_tally<number_step<E>> : tree_tally<E, true> {};

/// Of the way that a schedule takes.
template<class S>
constexpr tally taken_by(S const&) {
  return step_tally<S>::value;
}
template<class A, class B>
constexpr tally taken_by(choice_step<A, B> const& s) {
  return s.first ? taken_by(s.then) : taken_by(s.otherwise);
}

/// What the outermost nest is.
enum class form { elementwise, product, chain, reduction, softmax, dot, panels, choice, number };

template<class S>
inline constexpr form form_of = form::number;
template<class P, class D, class E>
inline constexpr form form_of<nest_step<P, D, E>> =
    is_product_like<lowering::core<E>> ? form::product : form::elementwise;
template<class P, class D, class E>
inline constexpr form form_of<chain_step<P, D, E>> = form::chain;
template<class A, class B>
inline constexpr form form_of<choice_step<A, B>> = form::choice;
template<class P, class Ready, class Panel>
inline constexpr form form_of<stream_step<P, Ready, Panel>> = form::panels;
template<class P, class R, per Each, class D, class Source, bool C>
inline constexpr form form_of<reduction_step<P, R, Each, D, Source, C>> = form::reduction;
template<class P, class D, class Source>
inline constexpr form form_of<softmax_step<P, D, Source>> = form::softmax;
template<class P, class R, class Source>
inline constexpr form form_of<total_step<P, R, Source>> = form::reduction;
template<class P, class X, class Y>
inline constexpr form form_of<dot_step<P, X, Y>> = form::dot;

}  // namespace tessera::inline TESSERA_ISA::explaining
