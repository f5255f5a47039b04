// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers that the compiler may know: extents and strides. A known one takes no storage.

#include <cstddef>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// Counts elements, rows, columns. Signed, so that differences and comparisons mean what they say.
using index_t = std::ptrdiff_t;

/// An extent or a stride that is known at run time only. Far from every stride that means
/// something.
inline constexpr index_t dynamic = -0x7fff'ffff;

/// Could these two extents be equal? False only where both are known and differ.
template<index_t A, index_t B>
concept same_extent = A == B || A == dynamic || B == dynamic;

/// The one of two equal extents that says more.
template<index_t A, index_t B>
inline constexpr index_t known_of = A == dynamic ? B : A;

/// N where N is known, else a stored number. `Role` keeps empty neighbours apart in memory.
template<index_t N, int Role = 0>
struct extent {
  constexpr extent() = default;
  constexpr extent(index_t) {}
  constexpr operator index_t() const { return N; }
};

template<int Role>
struct extent<dynamic, Role> {
  index_t value = 0;
  constexpr extent() = default;
  constexpr extent(index_t n) : value(n) {}
  constexpr operator index_t() const { return value; }
};

}  // namespace tessera::inline TESSERA_ISA
