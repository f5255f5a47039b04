// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a mismatch of run-time extents throws. Known extents are refused by the compiler instead.

#include <stdexcept>

#include <tessera/core/throw.hpp>
#include <tessera/shape/shape.hpp>

namespace tessera::inline TESSERA_ISA {

/// Shapes do not fit. The message is the rule that was broken and the shapes that broke it.
class shape_error : public std::invalid_argument {
public:
  using std::invalid_argument::invalid_argument;
};

// Out of line go numbers, not extents: what is passed as a block is loaded as a block, in front of
// the check, and taken apart again for the arithmetic.
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_shape_error(char const* rule, index_t rows,
                                                                     index_t cols,
                                                                     index_t other_rows,
                                                                     index_t other_cols) {
  throw_formatted<shape_error>("%s; they are %td x %td and %td x %td", rule, rows, cols, other_rows,
                               other_cols);
}
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_shape_error(char const* rule, index_t rows,
                                                                     index_t cols) {
  throw_formatted<shape_error>("%s; it is %td x %td", rule, rows, cols);
}

/// `rule` as a sentence, then both shapes.
[[noreturn]] TESSERA_INLINE void throw_shape_error(char const* rule, extents a, extents b) {
  throw_shape_error(rule, a.rows, a.cols, b.rows, b.cols);
}

/// `rule` as a sentence, then the shape.
[[noreturn]] TESSERA_INLINE void throw_shape_error(char const* rule, extents a) {
  throw_shape_error(rule, a.rows, a.cols);
}

}  // namespace tessera::inline TESSERA_ISA
