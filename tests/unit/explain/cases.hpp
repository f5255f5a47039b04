// SPDX-License-Identifier: BSL-1.0
#pragma once
// Expressions to explain, and comparison of texts line by line.

#include <doctest/doctest.h>

#include <tessera/explain/explain.hpp>

#include "support/numbers.hpp"

namespace explain_test {

using namespace tessera;

/// The same tile and blocks for every instruction set.
using blocks = tiled_by<6, 16, 256, 120, 512>;

/// `text` with the lanes of a batch of floats written as LANES.
inline std::string with_lanes(std::string text) {
  std::string const by = "by " + std::to_string(blocking<tiled, float>::lanes) + " of";
  for (std::size_t at = 0; (at = text.find(by, at)) != text.npos;)
    text.replace(at, by.size(), "by LANES of");
  return text;
}

/// The text but for the rules that did not fire: they change with every new rule.
inline std::string without_others(std::string const& text) {
  auto const begin = text.find("  unchanged by:");
  if (begin == text.npos) return text;
  return text.substr(0, begin) + text.substr(text.find("\n\n", begin) + 1);
}

inline void check(std::string const& text, std::string expected) {
  std::size_t width = 0, longest = 0;
  for (char const c : text) width = c == '\n' ? 0 : width + 1, longest = std::max(longest, width);
  CHECK(longest <= 80);
  expected.erase(0, 1);
  CHECK(without_others(text) == expected);
}

}  // namespace explain_test
