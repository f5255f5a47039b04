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
  CHECK(worst <= 1);
}
TEST_CASE("a workspace for a product by the tile") {
  for (index_t m : {5, 65, 200})
    for (index_t k : {7, 600})
      for (index_t n : {31, 257}) {
        auto const a = filled<float>(m, k, 1), b = filled<float>(k, n, 2),
                   at = filled<float>(k, m, 3);
        check<tiled>(transpose(at) * b);
        check<tiled>((a + a) * (b - b));
      }
  CHECK(worst <= 1);
}
TEST_CASE("a workspace for dot products") {
  for (index_t n : {1, 15, 33}) products<dot_inner, float>(20, 30, n);
  CHECK(worst <= 1);
}
TEST_CASE("a workspace for a destination that is an operand as well") {
  auto a = filled<float>(70, 70, 1), b = filled<float>(70, 70, 2);
  auto const e = a * b + a;
  auto const right = eval(e);
  auto const p = plan(e);
  CHECK(p.workspace_bytes(a, e) >= p.workspace_bytes(e) + a.size() * index_t(sizeof(float)));
  workspace ws(p.workspace_bytes(a, e));
  CHECK_NOTHROW(assign<tiled>(ws, a, e));
  CHECK(support::same_bits(a, right));
}
