// SPDX-License-Identifier: BSL-1.0
#pragma once
// What was measured, as a table to look at and as JSON.

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "agree.hpp"
#include "support/machine.hpp"

namespace foundations {

/// GFLOP/s of a step, for all that is timed.
struct speed {
  std::string name;
  std::vector<double> gflops;
};

struct results {
  double peak;
  std::vector<sizes> timed;
  std::vector<speed> speeds;
};

inline std::string text_of(sizes s) {
  return std::to_string(s.m) + " x " + std::to_string(s.k) + " x " + std::to_string(s.n);
}

inline void print_table(results const& r) {
  std::printf("%s\npeak: %.1f GFLOP/s, measured in float on one thread\n\nGFLOP/s, of peak  ",
              bench::machine().c_str(), r.peak);
  for (sizes s : r.timed) std::printf("  %18s", text_of(s).c_str());
  for (auto const& [name, gflops] : r.speeds) {
    std::printf("\n%-18s", name.c_str());
    for (double g : gflops) std::printf("  %10.2f %6.1f%%", g, 100 * g / r.peak);
  }
  std::printf("\n");
}

inline void print_json(results const& r) {
  std::printf("{\"machine\": \"%s\",\n \"peak\": %.2f,\n \"sizes\": [", bench::machine().c_str(),
              r.peak);
  for (char const* comma = ""; sizes s : r.timed)
    std::printf("%s\"%s\"", std::exchange(comma, ", "), text_of(s).c_str());
  std::printf("],\n \"gflops\": {");
  for (char const* comma = ""; auto const& [name, gflops] : r.speeds) {
    std::printf("%s\n  \"%s\": [", std::exchange(comma, ","), name.c_str());
    for (char const* c = ""; double g : gflops) std::printf("%s%.3f", std::exchange(c, ", "), g);
    std::printf("]");
  }
  std::printf("}}\n");
}

}  // namespace foundations
