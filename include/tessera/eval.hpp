// SPDX-License-Identifier: BSL-1.0
#pragma once
// The whole pipeline: check the shapes, rewrite the tree, lower it to a loop nest, run that.

#include <tessera/lower/run.hpp>
#include <tessera/rewrite/rules.hpp>

namespace tessera::inline TESSERA_ISA {

template<class D>
inline constexpr bool is_writable =
    !std::is_const_v<std::remove_reference_t<decltype(*as_view(std::declval<D>()).data())>>;

/// What can be assigned to.
template<class D>
concept destination =
    (viewable<D> && is_writable<D>) ||
    because<"C = e: C must be a matrix with a name, or a view of elements that are not const">;

/// f with a workspace that lasts for one evaluation of Tree; with none where that is one pass over
/// memory, and in constant expressions.
template<class F>
TESSERA_INLINE auto with_new_workspace(F const& f) {
  brief_workspace ws;
  return f(&ws);
}
template<class Tree, class F>
TESSERA_INLINE constexpr auto in_workspace_for(F const& f) {
  if constexpr (lowering::is_one_pass<Tree>) return f(nullptr);
  else return std::is_constant_evaluated() ? f(nullptr) : with_new_workspace(f);
}

/// What the rules of `Rules` make of an E.
template<class E, class Rules>
using rewritten = std::remove_cvref_t<decltype(rules::rewrite(std::declval<Rules const&>(),
                                                              viewed(std::declval<E const&>())))>;

/// The value of e: a matrix that owns it, or a number where e is one (a reduction).
/// Throws: shape_error where run-time extents do not fit.
template<policy P = tiled, class E, rules::list Rules = rules::all_rules>
  requires expression<E>
TESSERA_INLINE constexpr auto eval(E const& e, Rules const& list = rules::all) {
  auto const& written = viewed(e);
  check_shapes(written);
  auto const& better = rules::rewrite(list, written);
  if constexpr (is_number<E>) {
    return in_workspace_for<rewritten<E, Rules>>([&](workspace* ws) __attribute__((always_inline)) {
      return static_cast<value_of<E>>(lowering::number_by<P>(ws, better));
    });
  } else {
    lowering::result_of<E> result(uninitialized, extents_of(better));
    in_workspace_for<rewritten<E, Rules>>([&](workspace* ws) __attribute__((always_inline)) {
      lowering::run_into<P>(ws, as_view(result), better);
    });
    return result;
  }
}

/// Can the extents of D follow those of an expression?
template<class D>
concept resizable = is_matrix<std::remove_cvref_t<D>> && !shape_of<D>::is_static;

/// noalias(C) = e, and C shares an element with e that would be overwritten before its last use.
class alias_error : public std::invalid_argument {
public:
  using std::invalid_argument::invalid_argument;
};

/// What an overlap of the destination with the operands costs: a temporary, or an alias_error.
enum class overlapping { stored, refused };

/// c = t, once for all expressions: compiled into each of them it is 3 KB.
template<class D, class S>
[[gnu::noinline]] constexpr void copy(D c, S t) {
  lowering::run_into<tiled>(nullptr, c, t);
}

/// By way of a temporary. Out of line, since it is rare, and by value, since what is passed by
/// reference is kept in memory from the start.
template<policy P, class D, class E>
[[gnu::noinline]] constexpr void assign_by_temporary(workspace* ws, D c, E better) {
  if (!ws && !std::is_constant_evaluated())
    return with_new_workspace([&](workspace* own) { assign_by_temporary<P>(own, c, better); });
  auto const t = lowering::materialized<P>(ws, better);
  copy(c, as_view(t));
}

/// Into c, which has the shape of `better`.
template<policy P, overlapping Found, class D, class E>
TESSERA_INLINE constexpr void assign_in(workspace* ws, D const& c, E const& better) {
  if (std::is_constant_evaluated() || lowering::spoils(c, better)) {
    if (Found == overlapping::refused && !std::is_constant_evaluated())
      throw alias_error("noalias(C) = e: C must not share elements with the operands of e");
    assign_by_temporary<P>(ws, c, better);
  } else {
    lowering::run_into<P>(ws, c, better);
  }
}

/// C = e. Run-time extents of a matrix follow those of e; everything else must have e's shape.
/// Throws: shape_error where run-time extents do not fit; C is then as it was.
/// Aliasing: any; only where an element would be overwritten before its last use, a temporary.
template<policy P = tiled, class D, class E, rules::list Rules = rules::all_rules>
  requires destination<D> && expression<E>
TESSERA_INLINE constexpr void assign(D&& c, E const& e, Rules const& list = rules::all) {
  in_workspace_for<rewritten<E, Rules>>([&](workspace* ws) __attribute__((always_inline)) {
    assign_with<P, overlapping::stored>(ws, c, e, list);
  });
}

/// The same with temporaries in a workspace of one's own: nothing is allocated once that is large
/// enough and C has its shape.
/// Throws: workspace_error where its size is fixed and does not do; elements of C may then have
/// changed.
template<policy P = tiled, class D, class E, rules::list Rules = rules::all_rules>
  requires destination<D> && expression<E>
void assign(workspace& ws, D&& c, E const& e, Rules const& list = rules::all) {
  assign_with<P, overlapping::stored>(&ws, c, e, list);
}

/// Into a matrix of another shape, which is replaced. Out of line and by value, as above.
template<policy P, class D, class E>
[[gnu::noinline]] void assign_resized(workspace* ws, D& c, E better, extents n) {
  D resized(uninitialized, n);
  lowering::run_into<P>(ws, as_view(resized), better);
  c = std::move(resized);
}

template<policy P, overlapping Found, class D, class E, class Rules>
TESSERA_INLINE constexpr void assign_with(workspace* ws, D& c, E const& e, Rules const& list) {
  static_assert(assignable_shape<D, E>);
  static_assert(holds_elements_of<D, E>);
  auto const& written = viewed(e);
  check_shapes(written);
  auto const& better = rules::rewrite(list, written);
  auto const n = extents_of(written);
  using S = shape_of<D>;
  if (extents_of(c) != n) {
    constexpr bool follows = resizable<D>;
    if (!follows || (S::rows != dynamic && S::rows != n.rows) ||
        (S::cols != dynamic && S::cols != n.cols))
      throw_shape_error("C = e: C must have the shape of e", extents_of(c), n);
    if constexpr (follows) assign_resized<P>(ws, c, better, n);
  } else {
    assign_in<P, Found>(ws, as_view(c), better);
  }
}

/// noalias(C) = e: no temporary, on the promise that C shares no element with e that would be
/// overwritten before its last use. The promise is checked, in O(leaves).
/// Throws: alias_error where it is broken; C is then as it was.
template<class D>
class noalias_destination {
public:
  constexpr explicit noalias_destination(D& c) : c_(c) {}

  template<class E>
    requires expression<E>
  TESSERA_INLINE constexpr D& operator=(E const& e) const {
    in_workspace_for<rewritten<E, rules::all_rules>>(
        [&](workspace* ws) __attribute__((always_inline)) {
          assign_with<tiled, overlapping::refused>(ws, c_, e, rules::all);
        });
    return c_;
  }
  template<class E>
    requires operands<D, E>
  constexpr D& operator+=(E const& e) const {
    return *this = famous(simd::plus{}, c_, e);
  }
  template<class E>
    requires operands<D, E>
  constexpr D& operator-=(E const& e) const {
    return *this = famous(simd::minus{}, c_, e);
  }

private:
  D& c_;
};

template<class D>
  requires destination<D>
constexpr auto noalias(D&& c) {
  return noalias_destination<std::remove_reference_t<D>>(c);
}

/// C = C + e, C = C - e, C = C * e (a number scales; a matrix multiplies from the right), C = C /
/// s.
template<class D, class E>
  requires destination<D> && operands<D, E> && conformable_elementwise<D, E>
TESSERA_INLINE constexpr D&& operator+=(D&& c, E const& e) {
  assign(c, c + e);
  return std::forward<D>(c);
}
template<class D, class E>
  requires destination<D> && operands<D, E> && conformable_elementwise<D, E>
TESSERA_INLINE constexpr D&& operator-=(D&& c, E const& e) {
  assign(c, c - e);
  return std::forward<D>(c);
}
template<class D, class E>
  requires destination<D> && operands<D, E> &&
           as_many_columns_as_rows<inner_of_a<D, E>, inner_of_b<D, E>>
TESSERA_INLINE constexpr D&& operator*=(D&& c, E const& e) {
  assign(c, c * e);
  return std::forward<D>(c);
}
template<class D, class S>
  requires destination<D> && operands<D, S> && divisor<S>
TESSERA_INLINE constexpr D&& operator/=(D&& c, S const& s) {
  assign(c, c / s);
  return std::forward<D>(c);
}

/// Same shape and equal elements. What is not in memory is evaluated first.
template<class A, class B>
  requires(expression<A> && expression<B> && !is_number<A> && !is_number<B>)
constexpr bool operator==(A const& a, B const& b) {
  if constexpr (!in_memory<A>) return eval(a) == b;
  else if constexpr (!in_memory<B>) return a == eval(b);
  else {
    using T = std::common_type_t<value_of<A>, value_of<B>>;
    if (extents_of(a) != extents_of(b)) return false;
    for (index_t i = 0; i < a.rows(); ++i)
      for (index_t j = 0; j < a.cols(); ++j)
        if (!(static_cast<T>(a(i, j)) == static_cast<T>(b(i, j)))) return false;
    return true;
  }
}

}  // namespace tessera::inline TESSERA_ISA
