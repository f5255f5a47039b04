// SPDX-License-Identifier: BSL-1.0
#pragma once
// How long one call takes: as IPython's %timeit says it, and for rivals that run in turn so that
// what the machine does meanwhile hits all of them alike. Every clock here can be replaced by one
// that a test turns.

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace bench {

/// To the compiler, somebody may read x here and may change whatever x leads to. Costs no
/// instruction.
template<class T>
[[gnu::always_inline]] inline void do_not_optimize(T const& x) {
  asm volatile("" : : "r"(std::addressof(x)) : "memory");
}

/// Calls f, and what it returns counts as used.
template<class F>
[[gnu::always_inline]] inline void call(F& f) {
  if constexpr (std::is_void_v<decltype(f())>) {
    f();
    asm volatile("" : : : "memory");
  } else {
    do_not_optimize(f());
  }
}

/// Seconds that `loops` calls of f take together.
template<class Clock = std::chrono::steady_clock, class F>
double seconds_of(long loops, F& f) {
  do_not_optimize(f);  // what f refers to is out of the optimizer's sight from here
  auto const start = Clock::now();
  for (long i = 0; i < loops; ++i) call(f);
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The result of %timeit.
struct timing {
  long loops = 0;            // calls per run
  std::vector<double> runs;  // seconds per call, one number for each run

  double mean() const {
    double sum = 0;
    for (double t : runs) sum += t;
    return sum / double(runs.size());
  }

  /// Of the population: the sum of squares is divided by the number of runs.
  double deviation() const {
    double const m = mean();
    double sum = 0;
    for (double t : runs) sum += (t - m) * (t - m);
    return std::sqrt(sum / double(runs.size()));
  }

  double best() const { return *std::min_element(runs.begin(), runs.end()); }
};

/// %timeit: the first of 1, 10, 100, ... 10^9 calls that take 0.2 s, then so many calls in each
/// run. Source: IPython/core/magics/execution.py.
template<class Clock = std::chrono::steady_clock, class F>
timing timeit(F f, int runs = 7) {
  timing t{1, {}};
  while (seconds_of<Clock>(t.loops, f) < 0.2 && t.loops < 1'000'000'000) t.loops *= 10;
  for (int i = 0; i < runs; ++i) t.runs.push_back(seconds_of<Clock>(t.loops, f) / double(t.loops));
  return t;
}

/// "1.36 µs": three significant digits, "us" where the output is ASCII. As in IPython, the unit is
/// chosen before rounding, so that 999.9 µs are "1e+03 µs".
inline std::string time_text(double seconds, bool ascii) {
  static constexpr std::array scale{1.0, 1e3, 1e6, 1e9};
  std::array const unit{"s", "ms", ascii ? "us" : "\u00b5s", "ns"};
  std::size_t order = 3;
  if (seconds > 0) {
    double const thousands = -std::floor(std::floor(std::log10(seconds)) / 3);
    order = std::size_t(std::clamp(thousands, 0.0, 3.0));
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.3g %s", seconds * scale[order], unit[order]);
  return text;
}

/// "10,000".
inline std::string grouped(long n) {
  std::string const digits = std::to_string(n);
  std::string text;
  for (std::size_t left = digits.size(); char c : digits) {
    text += c;
    if (--left > 0 && left % 3 == 0) text += ',';
  }
  return text;
}

/// "1.36 µs ± 12 ns per loop (mean ± std. dev. of 7 runs, 1,000,000 loops each)".
inline std::string timing_text(timing const& t, bool ascii) {
  std::string const pm = ascii ? " +- " : " \u00b1 ";
  auto const count = [](long n, char const* what) {
    return grouped(n) + what + (n == 1 ? "" : "s");
  };
  return time_text(t.mean(), ascii) + pm + time_text(t.deviation(), ascii) + " per loop (mean" +
         pm + "std. dev. of " + count(long(t.runs.size()), " run") + ", " +
         count(t.loops, " loop") + " each)";
}

}  // namespace bench
