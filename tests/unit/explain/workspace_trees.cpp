// SPDX-License-Identifier: BSL-1.0
// Reductions, panels, chains, parts: whatever keeps something while something else is computed.

#include "unit/explain/workspace.hpp"

using namespace workspace_test;

namespace {
template<class P>
void trees(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  auto const a = filled<float>(m, k, 1), b = filled<float>(k, n, 2), c = filled<float>(n, k, 3);
  auto const v = filled<float>(n, 20, 4);
  matrix<float, 24, 40> const w1 = filled<float>(24, 40, 5);
  matrix<float, 40, 10> const w2 = filled<float>(40, 10, 6);
  auto const x = filled<float>(m, 24, 7);
  check<P>(softmax(a * b));
  check<P>(softmax(a * transpose(c)) * v);
  check<P>(relu(x * w1) * w2);
  check<P>(transpose(relu(x * w1) * w2));
  check<P>(softmax(relu(x * w1) * w2));
  check<P>(relu(x * w1) * softmax(w2));
  check<P>(relu(relu(a * b) * v) * transpose(v));
  check<P>(relu(a * b) * row_sum(v));
  check<P>(transpose(a * b) * (a * b));
  check<P>(row_max(relu(x * w1)));
  check<P>(col_sum(relu(x * w1)));
  check<P>(col_argmax(relu(x * w1)));
  check<P>(row_sum(transpose(a)) + row_sum(b * c));
  check<P>(col_max(a) * b);
  check<P>(a / sum(a * b) + norm(a));
  check<P>(a * b * v);
  check<P>(relu(a * b * v * transpose(v)) * sum(exp(a)));
  check<P>(block(relu(a * b), 0, 0, 1, n));
  check<P>(reshape(softmax(b), n, k));
  check<P>(diagonal(softmax(b) * c));
}

/// One of each kind: what is kept does not depend on how a product is computed.
template<class P>
void kinds_of_trees(index_t m, index_t k, index_t n) {
  auto const a = filled<float>(m, k, 1), b = filled<float>(k, n, 2), c = filled<float>(n, k, 3);
  auto const v = filled<float>(n, 20, 4);
  check<P>(softmax(a * transpose(c)) * v);
  check<P>(relu(relu(a * b) * v) * transpose(v));
  check<P>(transpose(a * b) * (a * b));
  check<P>(row_max(relu(a * b) * v));
  check<P>(a / sum(a * b) + norm(a));
  check<P>(a * b * v);
}
}  // namespace

TEST_CASE("a workspace for trees by the tile") {
  for (index_t m : {3, 70, 500})
    for (index_t n : {9, 130}) trees<tiled>(m, 30, n);
  CHECK(worst <= 1);
}
TEST_CASE("a workspace for trees by dot products, and by the triple loop") {
  kinds_of_trees<dot_inner>(70, 30, 9);
  kinds_of_trees<naive>(70, 30, 9);
  CHECK(worst <= 1);
}
