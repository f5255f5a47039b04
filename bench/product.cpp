// SPDX-License-Identifier: BSL-1.0
// How much of the machine's FMA peak does each policy reach? All run in turn with the peak itself,
// on the same data, and their results are compared before anything is timed. Takes shapes MxKxN as
// arguments, or measures a set of its own.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/fma_peak.hpp"
#include "support/machine.hpp"
#include "support/shape.hpp"

using namespace tessera;

namespace {

template<class T>
void fill(matrix<T>& a, unsigned seed) {
  for (T& x : a) {
    seed = seed * 1664525u + 1013904223u;
    x = T(int(seed >> 16) - 32768) / T(32768);
  }
}

template<class T>
void measure(char const* type, bench::shape s) {
  matrix<T> a(s.m, s.k), b(s.k, s.n), c(s.m, s.n);
  row_vector<T> bias(s.n);
  fill(a, 1), fill(b, 2);
  double const flops = s.flops();
  bool const small = flops < 1e8;  // the triple loop takes a second per 2 GFLOP
  if (small && !(eval<tiled>(a * b) == eval<naive>(a * b))) {
    std::cerr << "tiled is not naive\n";
    std::exit(1);
  }
  static constexpr long steps = 200'000 / long(bench::peak_chains);
  double const peak_flops =
      2.0 * double(steps * long(bench::peak_chains) * simd::lanes_of<simd::batch<T>>);
  auto const peak = [] {
    using V = xsimd::batch<T>;
    return bench::run_chains<T>(steps, V(T(0.5)), V(T(1)),
                                std::make_index_sequence<bench::peak_chains>{});
  };
  auto const table = bench::compare(
      bench::effort{15, 0.01}, bench::rival{"peak", peak},
      bench::rival{"tiled", [&] { assign<tiled>(c, a * b); }},
      bench::rival{"tiled relu(A*B+b)", [&] { assign<tiled>(c, relu(a * b + bias)); }},
      bench::rival{"dot_inner", [&] { assign<dot_inner>(c, a * b); }},
      bench::rival{"naive", [&] {
                     if (small) assign<naive>(c, a * b);
                   }});
  double const roof = peak_flops / table[0].seconds.median / 1e9;
  for (auto const& row : table) {
    if (row.name == "peak" || (row.name == "naive" && !small)) continue;
    double const rate = flops / row.seconds.median / 1e9;
    std::printf(
        "%-7s %5td x %5td x %5td  %-18s %12s  %7.2f GFLOP/s  %5.1f %% of %.0f  spread %4.1f %%\n",
        type, s.m, s.k, s.n, row.name.c_str(), bench::time_text(row.seconds.median, false).c_str(),
        rate, 100 * rate / roof, roof, 100 * row.seconds.spread());
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<bench::shape> shapes;
  for (int i = 1; i < argc; ++i) shapes.push_back(bench::parsed_shape("product", argv[i]));
  if (shapes.empty())
    shapes = {{5, 784, 10},       {8, 8, 8},      {63, 63, 63},    {64, 64, 64},
              {65, 65, 65},       {64, 784, 128}, {256, 256, 256}, {512, 512, 512},
              {1024, 1024, 1024}, {1024, 1024, 1}};
  std::cout << bench::machine() << '\n';
  for (bench::shape const s : shapes) measure<float>("float", s), measure<double>("double", s);
}
