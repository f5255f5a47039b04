// SPDX-License-Identifier: BSL-1.0
// The six steps from the triple loop to the tile: compared with each other, then timed in turn.
// examples/README.md tells the story, with the numbers that `foundations --json` prints.

#include <array>
#include <cstdio>
#include <exception>
#include <string_view>
#include <vector>

#include "agree.hpp"
#include "print.hpp"
#include "steps.hpp"
#include "support/compare.hpp"
#include "support/fma_peak.hpp"

using namespace foundations;

namespace {

constexpr std::array<sizes, 4> timed{
    {{60, 784, 64}, {256, 256, 256}, {1024, 1024, 1024}, {4096, 32, 4096}}};
// With parts of tiles and of batches on all sides, and with nothing to add up.
constexpr std::array<sizes, 5> compared{
    {{5, 784, 10}, {67, 65, 63}, {6, 1, 16}, {13, 0, 17}, {100, 1100, 300}}};

/// The triple loop, then all others in turn. Where it takes seconds, few rounds have to do.
std::vector<bench::standing> measure(sizes s) {
  mat const A = random(s.m, s.k, 1), B = random(s.k, s.n, 2);
  vec const b = random<vec>(1, s.n, 3);
  mat C(s.m, s.n);
  bool const large = s.m * s.k * s.n > 100'000'000;
  auto all = bench::compare({large ? 1 : 5, 0.004},
                            bench::rival{"triple_loop", [&] { triple_loop(C, A, B); }});
  auto const others = bench::compare(
      {large ? 7 : 25, 0.004}, bench::rival{"dot_product", [&] { dot_product(C, A, B); }},
      bench::rival{"several_sums", [&] { several_sums(C, A, B); }},
      bench::rival{"register_tile", [&] { register_tile(C, A, B); }},
      bench::rival{"packed_and_blocked", [&] { packed_and_blocked(C, A, B); }},
      bench::rival{"fused", [&] { fused(C, A, B, b); }},
      bench::rival{"in_two_passes", [&] { in_two_passes(C, A, B, b); }});
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

results measure_all() {
  results all{bench::fma_peak<float>(), {timed.begin(), timed.end()}, {}};
  for (sizes s : timed) {
    auto const standings = measure(s);
    all.speeds.resize(standings.size());
    for (std::size_t i = 0; i < all.speeds.size(); ++i) {
      all.speeds[i].name = standings[i].name;
      all.speeds[i].gflops.push_back(2e-9 * double(s.m * s.k * s.n) / standings[i].seconds.median);
    }
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) try {
  std::string_view const option = argc > 1 ? argv[1] : "";
  if (argc > 2 || (argc == 2 && option != "--json")) {
    std::fprintf(stderr, "foundations: there is no option but --json\n");
    return 2;
  }
  for (sizes s : compared) check(s);
  (argc == 2 ? print_json : print_table)(measure_all());
  return std::fflush(stdout) == 0 && !std::ferror(stdout) ? 0 : 1;
} catch (std::exception const& e) {
  std::fprintf(stderr, "foundations: %s\n", e.what());
  return 1;
}
