// SPDX-License-Identifier: BSL-1.0
#pragma once
// Leaves to write static tests with.

#include <tessera/tessera.hpp>

namespace support {

using namespace tessera;
using namespace tessera::kernel;
using namespace tessera::simd;
using namespace tessera::lowering;

/// A leaf of known extents.
template<index_t R, index_t C, class T = float>
using m = matrix_view<T const, shape<R, C>, strides<C, 1>>;

template<class From, class To>
concept becomes = rules::becomes_by<From, To, rules::all_rules>;

template<class A, class B>
concept can_multiply = requires(A a, B b) { a* b; };
template<class A, class B>
concept can_add = requires(A a, B b) { a + b; };

}  // namespace support
