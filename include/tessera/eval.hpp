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

/// The workspace of one evaluation of Tree into D by P: none where that takes nothing of it, and in
/// constant expressions.
template<class P, class D, class Tree, bool Needed = lowering::needs_workspace<P, D, Tree>>
class own_workspace {
public:
  TESSERA_INLINE constexpr workspace* get() {
    return __builtin_is_constant_evaluated() ? nullptr : &memory_;
  }

private:
  brief_workspace memory_;
};
template<class P, class D, class Tree>
class own_workspace<P, D, Tree, false> {
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
  own_workspace<P, lowering::result_of<E>, rewritten<E, Rules>> ws;
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
  requires expression<E>
TESSERA_INLINE constexpr void assign_with(D& c, E const& e, Rules const& list = rules::all,
                                          workspace* given = nullptr) {
  static_assert(assignable_shape<D, E>);
  static_assert(holds_elements_of<D, E>);
  using S = shape_of<D>;
  auto const& written = viewed(e);
  auto const n = check_shapes(written);
  auto const& better = rules::rewrite(list, written);
  own_workspace<P, D, rewritten<E, Rules>> own;
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
  if constexpr (!lowering::needs_workspace<P, D, rewritten<E, Rules>> &&
                is_small<rewritten<E, Rules>>) {
    using lowering::sure;
    constexpr bool is_safe =
        lowering::reads_all_first<P, D, rewritten<E, Rules>> && Found == overlapping::stored;
    if (!reshapes && (is_safe || !lowering::spoils<sure::perhaps>(d, better)))
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

}  // namespace tessera::inline TESSERA_ISA
