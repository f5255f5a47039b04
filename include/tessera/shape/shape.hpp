// SPDX-License-Identifier: BSL-1.0
#pragma once
// The shape of a matrix as a type, its run-time twin, and the node that everything with a shape
// derives from.

#include <concepts>
#include <type_traits>

#include <tessera/shape/extent.hpp>

namespace tessera::inline TESSERA_ISA {

/// Rows x Cols, each known to the compiler or `dynamic`.
template<index_t Rows, index_t Cols>
struct shape {
  static constexpr index_t rows = Rows, cols = Cols;
  static constexpr bool is_static = Rows != dynamic && Cols != dynamic;
  friend constexpr bool operator==(shape, shape) = default;
};

/// The run-time shape.
struct extents {
  index_t rows = 0, cols = 0;
  friend constexpr bool operator==(extents, extents) = default;
};

/// The base of whatever has a `shape_type` and a `value_type` and may stand in an expression.
struct node {};

template<class E>
concept expression = std::derived_from<std::remove_cvref_t<E>, node>;

template<class E>
using shape_of = typename std::remove_cvref_t<E>::shape_type;

template<class E>
using value_of = typename std::remove_cvref_t<E>::value_type;

}  // namespace tessera::inline TESSERA_ISA
