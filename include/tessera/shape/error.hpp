// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a mismatch of run-time extents throws. Known extents are refused by the compiler instead.

#include <stdexcept>
#include <string>

#include <tessera/shape/shape.hpp>

namespace tessera::inline TESSERA_ISA {

/// Shapes do not fit. The message is the rule that was broken and the shapes that broke it.
class shape_error : public std::invalid_argument {
public:
  using std::invalid_argument::invalid_argument;
};

inline std::string to_string(extents n) {
  return std::to_string(n.rows) + " x " + std::to_string(n.cols);
}

/// `rule` as a sentence, then both shapes.
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_shape_error(char const* rule, extents a,
                                                                     extents b) {
  throw shape_error(std::string(rule) + "; they are " + to_string(a) + " and " + to_string(b));
}

/// `rule` as a sentence, then the shape.
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_shape_error(char const* rule, extents a) {
  throw shape_error(std::string(rule) + "; it is " + to_string(a));
}

}  // namespace tessera::inline TESSERA_ISA
