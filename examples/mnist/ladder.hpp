// SPDX-License-Identifier: BSL-1.0
#pragma once
// The ladder: one product, three ways, each timed as %timeit does, beside what the course saw in
// Python.

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>

#include <tessera/tessera.hpp>

#include "support/fma_peak.hpp"
#include "support/machine.hpp"
#include "support/timeit.hpp"

namespace mnist {

/// A way to multiply and how long it takes.
struct rung {
  char const* name;
  bench::timing time;
  char const* original;  // the same step in Python, where there is one
};

/// Times eval<Policy>(a * b) and prints it as IPython would.
template<class Policy, class A, class B>
rung climb(char const* name, char const* original, A const& a, B const& b, bool ascii) {
  std::cout << "%timeit eval<" << name << ">(m1 * m2)\n" << std::flush;
  auto const time = bench::timeit([&] { return tessera::eval<Policy>(a * b); });
  std::cout << bench::timing_text(time, ascii) << '\n' << std::flush;
  return {name, time, original};
}

/// A line for each rung: time, speed-up over the first, GFLOP/s, part of the peak.
template<std::size_t N>
std::string ladder_text(std::array<rung, N> const& rungs, double flops, double peak, bool ascii) {
  std::string text =
      "            per loop  speed-up   GFLOP/s  of peak   the original (speed-up)\n";
  for (rung const& r : rungs) {
    double const seconds = r.time.mean(), gflops = flops / seconds / 1e9;
    std::string const time = bench::time_text(seconds, ascii);
    bool const wide = !ascii && time.find("\u00b5") != time.npos;  // two bytes, one column
    char line[200];
    std::snprintf(line, sizeof line, "%-10s  %*s  %8.1f  %8.2f  %6.1f%%   %s", r.name, wide ? 9 : 8,
                  time.c_str(), rungs[0].time.mean() / seconds, gflops, 100 * gflops / peak,
                  r.original);
    text += line;
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

/// Measures and prints it all. Takes about half a minute.
template<class A, class B>
void print_ladder(A const& m1, B const& m2, bool ascii) {
  std::array const rungs{
      climb<tessera::naive>("naive", "846 ms", m1, m2, ascii),
      climb<tessera::dot_inner>(
          "dot_inner", ascii ? "340 us (about 2,000)" : "340 \u00b5s (about 2,000)", m1, m2, ascii),
      climb<tessera::tiled>("tiled", "", m1, m2, ascii),
  };
  double const flops = 2.0 * double(m1.rows() * m1.cols() * m2.cols());
  double const peak = bench::fma_peak<float>();
  std::cout << '\n' << ladder_text(rungs, flops, peak, ascii) << '\n';
  std::cout << "the original: in Python, the triple loop, then a compiled dot per element\n";
  std::cout << "here: " << bench::machine() << '\n';
  std::cout << "peak: " << std::lround(peak) << " GFLOP/s, measured in float on one thread; ";
  std::cout << bench::grouped(long(flops)) << " flops a product\n";
}

}  // namespace mnist
