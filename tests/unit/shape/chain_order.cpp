// SPDX-License-Identifier: BSL-1.0
// The order of a chain costs no more than any other: against all parenthesisations of random
// shapes.

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include <tessera/shape/chain_order.hpp>

using namespace tessera;

namespace {

/// The least cost of factors i .. j over every way to put parentheses, one by one.
double least_cost(index_t const* extent, std::size_t i, std::size_t j) {
  double best = i == j ? 0 : -1;
  for (std::size_t k = i; k < j; ++k) {
    double const cost = least_cost(extent, i, k) + least_cost(extent, k + 1, j) +
                        double(extent[i]) * double(extent[k + 1]) * double(extent[j + 1]);
    if (best < 0 || cost < best) best = cost;
  }
  return best;
}

/// What the table's splits cost, factor by factor.
template<std::size_t N>
double cost_of_splits(chain_order<N> const& order, index_t const* extent, std::size_t i,
                      std::size_t j) {
  if (i == j) return 0;
  auto const k = std::size_t(order.split[i][j]);
  REQUIRE(k >= i);
  REQUIRE(k < j);
  return cost_of_splits(order, extent, i, k) + cost_of_splits(order, extent, k + 1, j) +
         double(extent[i]) * double(extent[k + 1]) * double(extent[j + 1]);
}

template<std::size_t N>
void check_random_shapes(int shapes) {
  std::mt19937 engine(7);
  std::uniform_int_distribution<index_t> extent(0, 2000);
  int worse = 0;
  for (int s = 0; s < shapes; ++s) {
    std::array<index_t, N + 1> n;
    for (auto& x : n) x = extent(engine) % (s % 2 == 0 ? 2001 : 40);
    chain_order<N> const order(n);
    worse += cost_of_splits(order, n.data(), 0, N - 1) > least_cost(n.data(), 0, N - 1);
  }
  CHECK(worse == 0);
}

}  // namespace

TEST_CASE("chains of three to seven factors, 10,000 random shapes") {
  check_random_shapes<3>(2000);
  check_random_shapes<4>(2000);
  check_random_shapes<5>(2000);
  check_random_shapes<6>(2000);
  check_random_shapes<7>(2000);
}

TEST_CASE("of orders that cost the same, the one from left to right") {
  chain_order<4> const order({8, 8, 8, 8, 8});
  CHECK(order.split[0][3] == 2);
  CHECK(order.split[0][2] == 1);
}
