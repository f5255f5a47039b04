// SPDX-License-Identifier: BSL-1.0
#pragma once
// Exceptions with numbers in their message, without std::string: its templates would be compiled
// again in every source that has a matrix.

#include <cstdio>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// Throws Error with what std::printf would print, up to 400 characters of it.
template<class Error, class... Values>
[[noreturn]] void throw_formatted(char const* format, Values... values) {
  char message[400];
  std::snprintf(message, sizeof message, format, values...);
  throw Error(message);
}

}  // namespace tessera::inline TESSERA_ISA
