// SPDX-License-Identifier: BSL-1.0
// What does a product of other elements cost? n x n matrices of each type, beside floats of that
// size and, where elements are computed by FMAs, beside the FMA peak. Results are compared to the
// bit with those of `naive` before anything is timed.

#include <complex>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/fma_peak.hpp"
#include "support/machine.hpp"

using namespace tessera;

namespace {

/// Small numbers of either sign, where T has one.
template<class T>
matrix<T> numbers(index_t rows, index_t cols, unsigned seed) {
  std::minstd_rand engine(seed);
  std::uniform_int_distribution<int> some(-100, 100);
  auto const value = [](int n) { return static_cast<float>(n); };
  matrix<T> a(rows, cols);
  for (T& x : a) {
    int const n = some(engine);
    if constexpr (std::is_integral_v<T>) x = T(n);
    else if constexpr (simd::is_complex<T>) x = T(value(some(engine)), value(n));
    else x = T(value(n) / 128);
  }
  return a;
}

/// One turn is 2 lanes chains steps flops.
template<class T>
struct peak_run {
  static constexpr long steps = 2000;
  static constexpr double flops =
      2.0 * double(steps * long(bench::peak_chains * xsimd::batch<T>::size));

  void operator()() const {
    using V = xsimd::batch<T>;
    auto const sum = bench::run_chains<T>(steps, V(T(0.5)), V(T(1)),
                                          std::make_index_sequence<bench::peak_chains>{});
    asm volatile("" : : "m"(sum) : "memory");
  }
};

/// Real: the type whose FMAs the product consists of; void for integers.
template<class A, class B, class Real>
void line(std::string const& name, index_t n) {
  auto const a = numbers<A>(n, n, 1);
  auto const b = numbers<B>(n, n, 2);
  auto const f = numbers<float>(n, n, 1), g = numbers<float>(n, n, 2);
  matrix<value_of<decltype(a * b)>> c(n, n);
  matrix<float> h(n, n);
  auto const ours = [&] { assign(c, a * b); };
  auto const floats = [&] { assign(h, f * g); };
  ours();
  index_t const few = std::min<index_t>(n, 7);
  if (eval<naive>(block(a, n - few, 0, few, n) * b) != block(c, n - few, 0, few, n)) {
    std::cerr << name << ", n = " << n << ": the result is wrong\n";
    std::exit(1);
  }
  bench::effort const effort{21, 0.005};
  auto const table =
      bench::compare(effort, bench::rival{"ours", ours}, bench::rival{"float", floats});
  std::printf("%-24s %6td  %9s  %5.2f times as fast as float (%.2f .. %.2f)", name.c_str(), n,
              bench::time_text(table[0].seconds.median, true).c_str(), table[1].ratio.median,
              table[1].ratio.low, table[1].ratio.high);
  if constexpr (!std::is_void_v<Real>) {
    using peak = peak_run<Real>;
    auto const roof =
        bench::compare(effort, bench::rival{"ours", ours}, bench::rival{"peak", peak{}});
    double const flops = (simd::is_complex<A> ? 8.0 : 2.0) * double(n) * double(n) * double(n);
    double const share = flops / peak::flops;
    std::printf("  %3.0f %% of peak (%.0f .. %.0f)", 100 * share * roof[1].ratio.median,
                100 * share * roof[1].ratio.low, 100 * share * roof[1].ratio.high);
  }
  std::printf("\n");
}

}  // namespace

int main() {
  std::cout << bench::machine() << "\nC = A * B, n x n, median of ratios (quarters)\n";
  for (index_t n : {16, 32, 64, 128, 256, 512, 1024}) {
    line<double, double, double>("double", n);
    line<std::complex<float>, std::complex<float>, float>("complex<float>", n);
    line<std::complex<double>, std::complex<double>, double>("complex<double>", n);
    line<half, half, float>("half", n);
    line<bfloat16, bfloat16, float>("bfloat16", n);
    line<std::int8_t, std::int8_t, void>("int8 x int8 -> int32", n);
    line<std::uint8_t, std::int8_t, void>("uint8 x int8 -> int32", n);
    line<std::int16_t, std::int16_t, void>("int16 x int16 -> int32", n);
    line<std::int32_t, std::int32_t, void>("int32", n);
  }
}
