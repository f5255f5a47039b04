// SPDX-License-Identifier: BSL-1.0
// The executors that come with the library: the bits of one thread, no more threads where all are
// busy, and what a task throws.

#include <atomic>
#include <stdexcept>

#include <doctest/doctest.h>

#include "support/numbers.hpp"

#if defined(WITH_ONETBB)
#include <tessera/policy/onetbb.hpp>
#endif

using namespace tessera;
using support::random_matrix;

namespace {

template<class X>
void check_executor() {
  CHECK(executor<X>);
  std::atomic<int> runs = 0;
  std::atomic<index_t> sum = 0;
  X().bulk(100, [&](index_t i) { ++runs, sum += i; });
  CHECK(runs == 100);
  CHECK(sum == 99 * 100 / 2);
  X().bulk(0, [&](index_t) { ++runs; });
  CHECK(runs == 100);
  CHECK_THROWS_WITH(X().bulk(5,
                             [](index_t i) {
                               if (i == 3) throw std::runtime_error("the third");
                             }),
                    "the third");

  using P = parallel<tiled, X>;
  auto const a = random_matrix<float>(330, 340, 1), b = random_matrix<float>(340, 350, 2);
  auto const x = random_matrix<double>(5000, 30, 3), w = random_matrix<double>(30, 40, 4),
             v = random_matrix<double>(40, 10, 5);
  CHECK(support::same_bits(eval(a * b), eval<P>(a * b)));
  CHECK(support::same_bits(eval(relu(x * w) * v), eval<P>(relu(x * w) * v)));
  // Products within tasks.
  matrix<float> c[4];
  X().bulk(4, [&](index_t i) { assign<P>(c[i], a * b); });
  for (auto const& each : c) CHECK(each == eval(a * b));
}

}  // namespace

#if defined(_OPENMP)
TEST_CASE("OpenMP") {
  omp_set_num_threads(4);
  CHECK(openmp::concurrency() == 4);
  check_executor<openmp>();
  index_t within[2]{};
#pragma omp parallel num_threads(2)
  within[omp_get_thread_num()] = openmp::concurrency();
  CHECK(within[0] == 1);
  auto const a = random_matrix<float>(330, 340, 1);
  CHECK(eval<parallel<>>(a * transpose(a)) == eval(a * transpose(a)));
}
#endif

#if defined(WITH_ONETBB)
TEST_CASE("oneTBB") {
  tbb::task_arena arena(3);
  arena.execute([] {
    CHECK(onetbb::concurrency() == 3);
    check_executor<onetbb>();
  });
}
#endif

TEST_CASE("without OpenMP its executor is not there") {
#if defined(_OPENMP)
  CHECK(policy<parallel<>>);
#else
  CHECK(!executor<openmp>);
#endif
}
