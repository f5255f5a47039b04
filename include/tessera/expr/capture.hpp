// SPDX-License-Identifier: BSL-1.0
#pragma once
// How operands enter a tree: a matrix with a name as a view, everything else by value, so that
// `auto e = A * make_b()` owns what would otherwise be gone by the time e is evaluated.

#include <utility>

#include <tessera/expr/views.hpp>
#include <tessera/simd/convert.hpp>

namespace tessera::inline TESSERA_ISA {

/// Fractions of 16 bits, as they are computed with.
template<class E>
constexpr auto widened(E&& e) {
  auto const all = [&] {
    if constexpr (viewable<E>) return as_view(e);
    else return std::remove_cvref_t<E>(std::forward<E>(e));
  };
  using cast = simd::cast_to<float>;
  return mapped<cast, decltype(all())>{{}, cast{}, hana::make_basic_tuple(all())};
}

/// What stands in the tree for an operand of type E.
template<class E>
constexpr auto captured(E&& e) {
  if constexpr (is_float16<value_of<E>>) return widened(std::forward<E>(e));
  else if constexpr (std::is_lvalue_reference_v<E> && is_matrix<std::remove_cvref_t<E>>)
    return as_view(e);
  else return std::remove_cvref_t<E>(std::forward<E>(e));
}

template<class E>
using captured_as = decltype(captured(std::declval<E>()));

/// Has E elements of its own that a view can show?
template<class E>
inline constexpr bool owns_elements = is_matrix<E>;

template<class E>
constexpr auto viewed_anew(E const& e) {
  if constexpr (owns_elements<E>) return as_view(e);
  else return on_memory(with_children(e, [](auto const& child) { return viewed_anew(child); }));
}

/// The tree with a view in the place of each matrix that it owns: cheap to copy and to take apart;
/// e itself where it owns none. e has to stay where it is for as long as the result is used.
template<class E>
constexpr decltype(auto) viewed(E const& e) {
  if constexpr (std::is_same_v<decltype(viewed_anew(e)), E>) return (e);
  else return viewed_anew(e);
}

}  // namespace tessera::inline TESSERA_ISA
