// SPDX-License-Identifier: BSL-1.0
// Products, for sizes around the edges of tiles and blocks.

#include "unit/explain/workspace.hpp"

using namespace workspace_test;

TEST_CASE("a workspace for a product by small blocks") {
  using small_blocks = tiled_by<4, 16, 8, 8, 16>;
  for (index_t m : {1, 3, 9, 40})
    for (index_t k : {0, 1, 9, 30})
      for (index_t n : {1, 15, 33, 100}) products<small_blocks, float>(m, k, n);
  for (index_t k : {1, 9, 30}) vectors<small_blocks>(40, k);
  CHECK(worst <= 2);
}
TEST_CASE("a workspace for a product by the tile") {
  for (index_t m : {5, 65, 200})
    for (index_t k : {7, 600})
      for (index_t n : {31, 257}) products<tiled, float>(m, k, n);
  vectors<tiled>(33, 700);
  CHECK(worst <= 2);
}
TEST_CASE("a workspace for dot products, and for none") {
  for (index_t n : {1, 15, 33}) products<dot_inner, float>(20, 30, n), vectors<dot_inner>(7, n);
  products<naive, float>(5, 6, 7), vectors<naive>(5, 6);
  CHECK(worst <= 2);
}
