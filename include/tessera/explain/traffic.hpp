// SPDX-License-Identifier: BSL-1.0
#pragma once
// What has to move between memory and the core, at least: each leaf is read once, each temporary
// written and read once. Panels stay in cache.

#include <array>

#include <tessera/explain/links.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Some memory that is read.
struct leaf {
  void const* data = nullptr;
  extents n;
  index_t row = 0, col = 0, bytes = 0;
  friend constexpr bool operator==(leaf const&, leaf const&) = default;
};
template<class T, class S, class D>
constexpr leaf leaf_of(matrix_view<T, S, D> const& v) {
  auto const n = extents_of(v);
  return {v.data(), n, v.row_stride(), v.col_stride(), n.rows * n.cols * index_t(sizeof(T))};
}
/// The leaf's transpose.
constexpr leaf flipped(leaf const& a) {
  return {a.data, {a.n.cols, a.n.rows}, a.col, a.row, a.bytes};
}

/// f(view) for each leaf that is read, from left to right; of a choice, those of the taken branch.
template<class E, class F>
constexpr void for_each_leaf(E const& e, F const& f) {
  if constexpr (is_view<E>) f(e);
  else for_each_child(e, [&](auto const& child) { for_each_leaf(child, f); });
}
template<class E>
inline constexpr int leaves_in =
    []<class... A>(list<A...>) { return (0 + ... + leaves_in<A>); }(children_of<E>{});
template<class T, class S, class D>
inline constexpr int leaves_in<matrix_view<T, S, D>> = 1;

/// The bytes of all leaves, each counted once.
template<class E>
constexpr index_t leaf_bytes(E const& e) {
  std::array<leaf, std::size_t(leaves_in<E>) + 1> seen;
  std::size_t n = 0;
  index_t bytes = 0;
  for_each_leaf(e, [&](auto const& v) {
    leaf const here = leaf_of(v);
    bool known = false;
    for (std::size_t i = 0; i < n; ++i)
      known = known || seen[i] == here || seen[i] == flipped(here);
    if (!known) seen[n++] = here, bytes += here.bytes;
  });
  return bytes;
}

/// The bytes of all temporaries of a tree or a step. Overloads that call each other.
struct stored_bytes {
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
    return e.n.rows * e.n.cols * index_t(sizeof(T)) + of(e.step);
  }
  template<class T, class Step>
  static constexpr index_t of(staged_number<T, Step> const& e) {
    return of(e.step);
  }
  template<class P, class T, class B, bool Ready>
  static constexpr index_t of(packed<P, T, B, Ready> const& e) {
    return of(e.b);
  }
  template<class P, class D, class E>
  static constexpr index_t of(nest_step<P, D, E> const& s) {
    return of(s.tree);
  }
  template<class P, class D, class E>
  static constexpr index_t of(chain_step<P, D, E> const& s) {
    links<P, D, E> const all(s);
    return of(s.tree) + below<0, links<P, D, E>::last>(all);
  }
  template<class A, class B>
  static constexpr index_t of(choice_step<A, B> const& s) {
    return s.first ? of(s.then) : of(s.otherwise);
  }
  template<class P, class Ready, class Panel>
  static constexpr index_t of(stream_step<P, Ready, Panel> const& s) {
    return of(s.ready);
  }
  template<class P, class R, per Each, class D, class Source, bool C>
  static constexpr index_t of(reduction_step<P, R, Each, D, Source, C> const& s) {
    return of(s.source);
  }
  template<class P, class D, class Source>
  static constexpr index_t of(softmax_step<P, D, Source> const& s) {
    return of(s.source);
  }
  template<class P, class R, class Source>
  static constexpr index_t of(total_step<P, R, Source> const& s) {
    return of(s.source);
  }
  template<class P, class X, class Y>
  static constexpr index_t of(dot_step<P, X, Y> const& s) {
    return of(s.x) + of(s.y);
  }
  template<class E>
  static constexpr index_t of(number_step<E> const& s) {
    return of(s.tree);
  }

private:
  /// The temporaries below the product of factors I to J of a chain.
  template<std::size_t I, std::size_t J, class Links>
  static constexpr index_t below(Links const& all) {
    index_t bytes = 0;
    if constexpr (I != J)
      all.template at_split<I, J>([&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
        bytes = kept<I, K>(all) + kept<K + 1, J>(all);
      });
    return bytes;
  }
  template<std::size_t I, std::size_t J, class Links>
  static constexpr index_t kept(Links const& all) {
    if constexpr (I == J) return 0;
    using T = value_of<decltype(all.template result<0, Links::last>())>;
    auto const n = all.template extents_between<I, J>();
    return n.rows * n.cols * index_t(sizeof(T)) + below<I, J>(all);
  }
};

}  // namespace tessera::inline TESSERA_ISA::explaining
