// SPDX-License-Identifier: BSL-1.0
// Random matrices: what the engine gives, in order, with the moments of their distribution.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include <tessera/expr/random.hpp>
#include <tessera/tessera.hpp>

using namespace tessera;

TEST_CASE("uniform and normal numbers") {
  std::mt19937 engine(3), same(3);
  auto const u = random_uniform<double>(100, 200, engine);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (double const x : u) CHECK_MESSAGE((x == uniform(same) && x >= 0 && x < 1), x);
  // 20,000 numbers: five standard errors of the mean and of the second moment.
  CHECK(std::abs(eval(mean(u)) - 0.5) < 5 * std::sqrt(1 / 12.0 / 20000));
  auto const n = random_normal<double>(100, 200, engine);
  CHECK(std::abs(eval(mean(n))) < 5 * std::sqrt(1 / 20000.0));
  CHECK(std::abs(eval(mean(n % n)) - 1) < 5 * std::sqrt(2 / 20000.0));
}

TEST_CASE("extents") {
  std::mt19937 engine;
  CHECK(random_uniform<float>(0, 3, engine).cols() == 3);
  std::string const negative = "matrix: an extent must not be negative; it is ";
  CHECK_THROWS_WITH_AS(random_normal<float>(-1, 3, engine), (negative + "-1 x 3").c_str(),
                       shape_error);
  CHECK_THROWS_WITH_AS(random_uniform<float>(3, -1, engine), (negative + "3 x -1").c_str(),
                       shape_error);
}
