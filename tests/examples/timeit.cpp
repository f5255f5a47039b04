// SPDX-License-Identifier: BSL-1.0
// bench/support: what %timeit would say, and the comparison of rivals, by a clock that the test
// turns.

#include <doctest/doctest.h>

#include "support/compare.hpp"
#include "support/fma_peak.hpp"
#include "support/machine.hpp"
#include "support/timeit.hpp"

namespace {

struct hand_turned {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<hand_turned>;
  static inline duration passed{0};
  static time_point now() { return time_point(passed); }
};

using namespace std::chrono_literals;

auto takes(std::chrono::nanoseconds time) {
  return [time] { hand_turned::passed += time; };
}

TEST_CASE("loops: the first power of ten that takes 0.2 s") {
  auto const loops = [](std::chrono::nanoseconds t) {
    return bench::timeit<hand_turned>(takes(t)).loops;
  };
  CHECK(loops(3s) == 1);
  CHECK(loops(200ms) == 1);
  CHECK(loops(199ms) == 10);
  CHECK(loops(20ms) == 10);
  CHECK(loops(50us) == 10'000);       // 0.5 s; 1,000 would take 0.05 s
  CHECK(loops(1500ns) == 1'000'000);  // 1.5 s; 100,000 would take 0.15 s
}

TEST_CASE("each run is divided by its loops; 7 runs unless told otherwise") {
  auto const t = bench::timeit<hand_turned>(takes(50us));
  REQUIRE(t.runs.size() == 7);
  for (double run : t.runs) CHECK(run == doctest::Approx(50e-6));
  CHECK(bench::timeit<hand_turned>(takes(1s), 3).runs.size() == 3);
}

TEST_CASE("mean and deviation of the population") {
  // 1..7: the mean is 4, the squares are (9 + 4 + 1) * 2 = 28, and 28 / 7 = 2 * 2.
  bench::timing const t{1, {1, 2, 3, 4, 5, 6, 7}};
  CHECK(t.mean() == 4);
  CHECK(t.deviation() == 2);
  CHECK(t.best() == 1);
  CHECK(bench::timing_text(t, true) ==
        "4 s +- 2 s per loop (mean +- std. dev. of 7 runs, 1 loop each)");
  CHECK(bench::timing_text({1'000, {340e-6, 342e-6, 338e-6}}, false) ==
        "340 µs ± 1.63 µs per loop (mean ± std. dev. of 3 runs, 1,000 loops each)");
  CHECK(bench::timing_text({1'000'000, {2e-6}}, false) ==
        "2 µs ± 0 ns per loop (mean ± std. dev. of 1 run, 1,000,000 loops each)");
}

TEST_CASE("times as IPython's _format_time prints them") {
  CHECK(bench::time_text(12.345, false) == "12.3 s");
  CHECK(bench::time_text(1, false) == "1 s");
  CHECK(bench::time_text(0.846, false) == "846 ms");
  CHECK(bench::time_text(340e-6, false) == "340 µs");
  CHECK(bench::time_text(340e-6, true) == "340 us");
  CHECK(bench::time_text(1.3579e-6, true) == "1.36 us");
  CHECK(bench::time_text(888e-9, false) == "888 ns");
  CHECK(bench::time_text(1e-10, false) == "0.1 ns");
  CHECK(bench::time_text(0, false) == "0 ns");
  CHECK(bench::time_text(999.9e-6, false) == "1e+03 µs");
}

TEST_CASE("thousands") {
  CHECK(bench::grouped(1) == "1");
  CHECK(bench::grouped(999) == "999");
  CHECK(bench::grouped(1'000) == "1,000");
  CHECK(bench::grouped(78'400) == "78,400");
  CHECK(bench::grouped(1'000'000'000) == "1,000,000,000");
}

TEST_CASE("quartiles") {
  auto const odd = bench::quartiles_of({4, 1, 3, 2, 5});
  CHECK(odd.low == 2);
  CHECK(odd.median == 3);
  CHECK(odd.high == 4);
  CHECK(odd.spread() == doctest::Approx(2.0 / 3));
  auto const even = bench::quartiles_of({4, 3, 2, 1});
  CHECK(even.low == 1.75);
  CHECK(even.median == 2.5);
  CHECK(even.high == 3.25);
  CHECK(bench::quartiles_of({7}).high == 7);
}

TEST_CASE("rivals take turns, forwards and backwards") {
  std::string order;
  auto const racer = [&](char name) {
    return [&order, name] {
      order += name;
      hand_turned::passed += 1s;
    };
  };
  bench::compare<hand_turned>(bench::effort{3, 0.004}, bench::rival{"a", racer('a')},
                              bench::rival{"b", racer('b')}, bench::rival{"c", racer('c')});
  CHECK(order ==
        "abc"
        "abc"
        "cba"
        "abc");  // the first turn finds out how many loops a run needs
}

TEST_CASE("the ratio of a round survives a machine that slows down") {
  auto pace = 1us;
  auto const one = [&] { hand_turned::passed += pace; };
  auto const three = [&] { hand_turned::passed += 3 * pace; };
  int rounds = 0;
  auto const slower = [&] {
    if (++rounds % 10 == 0) pace *= 2;
    hand_turned::passed += 1s;
  };
  auto const table =
      bench::compare<hand_turned>(bench::effort{20, 1e-6}, bench::rival{"one", one},
                                  bench::rival{"three", three}, bench::rival{"slower", slower});
  REQUIRE(table.size() == 3);
  CHECK(table[0].name == "one");
  CHECK(table[0].rounds.size() == 20);
  CHECK(table[0].ratio.median == 1);
  CHECK(table[1].ratio.median == doctest::Approx(3));
  CHECK(table[0].seconds.low == doctest::Approx(1e-6));
  CHECK(table[0].seconds.high == doctest::Approx(2e-6));
}

TEST_CASE("a run of a rival takes as long as it is told to") {
  auto const table = bench::compare<hand_turned>(
      bench::effort{1, 0.004}, bench::rival{"a", takes(1us)}, bench::rival{"b", takes(5ms)});
  CHECK(table[0].loops >= 4'000);
  CHECK(table[0].loops < 8'000);
  CHECK(table[1].loops == 1);
  CHECK(table[1].ratio.median == doctest::Approx(5'000));
}

TEST_CASE("the roof is found, and the head of a bench says what it stands on") {
  CHECK(bench::fma_peak<float>(3) > 0.1);
  CHECK(bench::fma_peak<double>(3) > 0.1);
  CHECK(bench::machine().find(bench::compiler()) != std::string::npos);
}

}  // namespace
