// SPDX-License-Identifier: BSL-1.0
#pragma once
// What stands in a tree for what was computed before: the result of another nest, a number, a
// packed operand. They have shapes and no elements.

#include <tessera/explain/children.hpp>
#include <tessera/lower/run.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// A view of no memory: what a destination or a temporary is for somebody who asks for its type.
template<class T, class Shape>
constexpr auto rows_at_nowhere(extents n) {
  return matrix_view<T, Shape, row_major::strides_for<Shape>>(nullptr, n, n.cols, 1);
}

/// A result that Step leaves in memory of its own, where it is made and read first.
template<class T, class Shape, class Step>
struct staged : node {
  using value_type = T;
  using shape_type = Shape;
  extents n;
  int id;
  Step step;
};

/// The same, where it is read again. Flipped: its transpose.
template<class T, class Shape>
struct held : node {
  using value_type = T;
  using shape_type = Shape;
  extents n;
  int id;
};

/// A number that Step computes, and the same where it is read again.
template<class T, class Step>
struct staged_number : node {
  using value_type = T;
  using shape_type = shape<1, 1>;
  int id;
  Step step;
};
template<class T>
struct held_number : node {
  using value_type = T;
  using shape_type = shape<1, 1>;
  int id;
};

/// The right operand of a product by policy P for elements of T, packed once for all panels. Ready:
/// it has been.
template<class P, class T, class B, bool Ready = false>
struct packed : node {
  using value_type = T;
  using shape_type = shape_of<B>;
  B b;
};

template<class T, class S, class Step>
constexpr extents extents_of(staged<T, S, Step> const& e) {
  return e.n;
}
template<class T, class S>
constexpr extents extents_of(held<T, S> const& e) {
  return e.n;
}
template<class P, class T, class B, bool R>
constexpr extents extents_of(packed<P, T, B, R> const& e) {
  return extents_of(e.b);
}

template<class E>
inline constexpr bool is_ready = false;
template<class T, class S>
inline constexpr bool is_ready<held<T, S>> = true;
template<class T>
inline constexpr bool is_ready<held_number<T>> = true;
template<class P, class T, class B, bool R>
inline constexpr bool is_ready<packed<P, T, B, R>> = true;

/// e where it is read again: nothing in it is made a second time.
template<class E>
constexpr auto again(E const& e) {
  return in_order(e, [](auto const& child) { return again(child); });
}
template<class T, class S, class Step>
constexpr auto again(staged<T, S, Step> const& e) {
  return held<T, S>{{}, e.n, e.id};
}
template<class T, class Step>
constexpr auto again(staged_number<T, Step> const& e) {
  return held_number<T>{{}, e.id};
}
template<class P, class T, class B, bool R>
constexpr auto again(packed<P, T, B, R> const& e) {
  return packed<P, T, decltype(again(e.b)), true>{{}, again(e.b)};
}

/// Rows i .. i + n - 1, for lowering::rows_from.
template<class T, class S>
constexpr auto rows_from(held<T, S> const& e, index_t, index_t n) {
  return held<T, shape<dynamic, S::cols>>{{}, {n, e.n.cols}, e.id};
}

// --- as the nest sees them

template<class V>
constexpr auto part_at_nowhere(extents n, index_t row, index_t col) {
  return V(nullptr, n, row, col);
}

/// e with views in the place of what stands for results: what `viewed` makes of temporaries.
template<class E>
constexpr auto shown(E const& e) {
  if constexpr (lowering::is_part<E>) {
    auto const whole = with_children(e, [](auto const& child) { return shown(child); });
    using V = decltype(on_memory(whole));
    if constexpr (is_view<std::remove_cvref_t<decltype(whole.a)>> && is_view<V>) {
      auto const& v = whole.a;
      if constexpr (requires { e.j; }) return V(nullptr, e.n, v.row_stride(), v.col_stride());
      else if constexpr (requires { e.n; }) return V(nullptr, e.n, e.n.cols, 1);
      else return V(nullptr, extents_of(e), v.row_stride() + v.col_stride(), 1);
    } else {
      return whole;
    }
  } else {
    return with_children(e, [](auto const& child) { return shown(child); });
  }
}
template<class T, class S, class Step>
constexpr auto shown(staged<T, S, Step> const& e) {
  return rows_at_nowhere<T const, S>(e.n);
}
template<class T, class S>
constexpr auto shown(held<T, S> const& e) {
  return rows_at_nowhere<T const, S>(e.n);
}
template<class T, class Step>
constexpr auto shown(staged_number<T, Step> const&) {
  return scalar<T>{{}, T(0)};
}
template<class T>
constexpr auto shown(held_number<T> const&) {
  return scalar<T>{{}, T(0)};
}
template<class P, class T, class B, bool R>
constexpr auto shown(packed<P, T, B, R> const& e) {
  using part = simd::chain_element<typename blocking<P, T>::vector>;
  return lowering::packed_view<part, T, shape_of<B>>{{}, nullptr, extents_of(e)};
}

template<class E>
using shown_as = decltype(shown(std::declval<E const&>()));

}  // namespace tessera::inline TESSERA_ISA::explaining

namespace tessera::inline TESSERA_ISA {
template<class T, class Step>
inline constexpr bool is_number<explaining::staged_number<T, Step>> = true;
template<class T>
inline constexpr bool is_number<explaining::held_number<T>> = true;
}  // namespace tessera::inline TESSERA_ISA
