// SPDX-License-Identifier: BSL-1.0
#pragma once
// The whole pipeline: check the shapes, rewrite the tree, lower it to a loop nest, run that.

#include <tessera/lower/alias.hpp>
#include <tessera/lower/detour.hpp>
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

/// The workspace of one evaluation of Tree: none where that is one pass over memory, and in
/// constant expressions.
template<class Tree, bool OnePass = lowering::is_one_pass<Tree>>
class own_workspace {
public:
  TESSERA_INLINE constexpr workspace* get() {
    return __builtin_is_constant_evaluated() ? nullptr : &memory_;
  }

private:
  brief_workspace memory_;
};
template<class Tree>
class own_workspace<Tree, true> {
public:
  TESSERA_INLINE constexpr workspace* get() { return nullptr; }
};

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
  [[maybe_unused]] auto const n = check_shapes(written);
  auto const& better = rules::rewrite(list, written);
  own_workspace<rewritten<E, Rules>> ws;
  if constexpr (is_number<E>) {
    return static_cast<value_of<E>>(lowering::number_by<P>(ws.get(), better));
  } else {
    lowering::result_of<E> result(uninitialized, n);
    lowering::run_into<P>(ws.get(), as_view(result), better);
    return result;
  }
}

/// noalias(C) = e, and C shares an element with e that would be overwritten before its last use.
class alias_error : public std::invalid_argument {
public:
  using std::invalid_argument::invalid_argument;
};

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_alias_error() {
  throw alias_error("noalias(C) = e: C must not share elements with the operands of e");
}

/// What an overlap of the destination with the operands costs: a temporary, or an alias_error.
enum class overlapping { stored, refused };

/// c = e of extents n, elsewhere where that may not be in c itself; the nest is the same code.
template<policy P, overlapping Found, class D, class E>
TESSERA_INLINE void assign_anywhere(D& c, E const& e, workspace* ws, extents n) {
  auto const d = as_view(c);
  lowering::detour<std::remove_const_t<D>> detour;
  auto* to = d.data();
  extents step{d.row_stride(), d.col_stride()};
  if (extents_of(d) != n) {
    if constexpr (lowering::resizable<D>) to = detour.replacement(n.rows, n.cols);
  } else if (lowering::spoils(d, e)) {
    if (Found == overlapping::refused) throw_alias_error();
    to = detour.temporary(ws, n);
  }
  if (detour.is_taken()) step = lowering::dense_strides<D>(n);
  lowering::run_into<P>(ws, std::remove_const_t<decltype(d)>(to, n, step.rows, step.cols), e);
  if (detour.is_taken()) detour.arrive(c);
}

/// The same out of line, for a pass that would otherwise call nobody: one that might saves
/// registers, and aligns its stack, which costs as much as a short row.
template<policy P, overlapping Found, class D, class E>
[[gnu::noinline, gnu::cold]] void assign_apart(D& c, E e, workspace* ws, index_t rows,
                                               index_t cols) {
  assign_anywhere<P, Found>(c, e, ws, {rows, cols});
}

/// c = e.
template<policy P = tiled, overlapping Found = overlapping::stored, class D, class E,
         class Rules = rules::all_rules>
TESSERA_INLINE constexpr void assign_with(D& c, E const& e, Rules const& list = rules::all,
                                          workspace* given = nullptr) {
  static_assert(assignable_shape<D, E>);
  static_assert(holds_elements_of<D, E>);
  using S = shape_of<D>;
  auto const& written = viewed(e);
  auto const n = check_shapes(written);
  auto const& better = rules::rewrite(list, written);
  own_workspace<rewritten<E, Rules>> own;
  workspace* const ws = given ? given : own.get();
  auto const d = as_view(c);
  bool const reshapes = extents_of(d) != n;
  if (reshapes && (!lowering::resizable<D> || (S::rows != dynamic && S::rows != n.rows) ||
                   (S::cols != dynamic && S::cols != n.cols)))
    throw_shape_error("C = e: C must have the shape of e", extents_of(d), n);
  if (__builtin_is_constant_evaluated()) {
    auto const t = lowering::materialized<P>(ws, better);
    return lowering::run_into<P>(ws, d, as_view(t));
  }
  if constexpr (lowering::is_one_pass<rewritten<E, Rules>> && is_small<rewritten<E, Rules>>) {
    using lowering::sure;
    if (!reshapes && !lowering::spoils<sure::perhaps>(d, better))
      return lowering::run_into<P>(ws, d, better);
    assign_apart<P, Found>(c, better, ws, n.rows, n.cols);
  } else {
    assign_anywhere<P, Found>(c, better, ws, n);
  }
}

/// C = e. Run-time extents of a matrix follow those of e; everything else must have e's shape.
/// Throws: shape_error where run-time extents do not fit; C is then as it was.
/// Aliasing: any; only where an element would be overwritten before its last use, a temporary.
template<policy P = tiled, class D, class E, rules::list Rules = rules::all_rules>
  requires destination<D> && expression<E>
TESSERA_INLINE constexpr void assign(D&& c, E const& e, Rules const& list = rules::all) {
  assign_with<P>(c, e, list);
}

/// The same with temporaries in a workspace of one's own: nothing is allocated once that is large
/// enough and C has its shape.
/// Throws: workspace_error where its size is fixed and does not do; elements of C may then have
/// changed.
template<policy P = tiled, class D, class E, rules::list Rules = rules::all_rules>
  requires destination<D> && expression<E>
void assign(workspace& ws, D&& c, E const& e, Rules const& list = rules::all) {
  assign_with<P>(c, e, list, &ws);
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
    assign_with<tiled, overlapping::refused>(c_, e);
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
