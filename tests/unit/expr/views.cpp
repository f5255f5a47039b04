// SPDX-License-Identifier: BSL-1.0
// Parts and other readings of a matrix: what they show, what writing to them writes, what they
// refuse.

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
matrix<int> numbered(index_t rows, index_t cols) {
  matrix<int> m(rows, cols);
  int n = 0;
  for (int& x : m) x = n++;
  return m;
}
}  // namespace

TEST_CASE("parts show the elements of the whole") {
  auto const a = numbered(4, 5);
  CHECK(row(a, 2) == matrix<int>{{10, 11, 12, 13, 14}});
  CHECK(col(a, 3) == matrix<int>{{3}, {8}, {13}, {18}});
  CHECK(block(a, 1, 2, 2, 3) == matrix<int>{{7, 8, 9}, {12, 13, 14}});
  CHECK(col(block(a, 1, 2, 2, 3), 1) == matrix<int>{{8}, {13}});
  CHECK(row(transpose(a), 3) == transpose(col(a, 3)));
  CHECK(transpose(transpose(a)) == a);
  CHECK(block(a, 4, 5, 0, 0).rows() == 0);
  CHECK(row(a, 2)(4) == 14);
  CHECK(col(a, 3)(1) == 8);
}

TEST_CASE("reshape takes the elements row by row") {
  auto const a = numbered(2, 6);
  CHECK(reshape(a, 3, 4) == matrix<int>{{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}});
  CHECK(reshape(row(a, 1), 2, 3) == matrix<int>{{6, 7, 8}, {9, 10, 11}});
  CHECK(eval(reshape(numbered(1, 4), 2, 2) + 1) == matrix<int>{{1, 2}, {3, 4}});
  CHECK_THROWS_AS(reshape(a, 5, 2), shape_error);
  CHECK_THROWS_AS(reshape(a, -3, -4), shape_error);
  CHECK_THROWS_AS(reshape(a, index_t(1) << 62, 8), shape_error);
  CHECK_THROWS_AS(reshape(a, 3, 0), shape_error);
  CHECK(eval(reshape(matrix<int>(3, 0), 0, 7)).cols() == 7);
  CHECK_THROWS_AS(reshape(block(a, 0, 0, 2, 3), 3, 2), shape_error);
}

TEST_CASE("assigning to a part writes into the whole") {
  auto a = numbered(3, 3);
  row(a, 0) = matrix<int>{{7, 7, 7}};
  CHECK(a == matrix<int>{{7, 7, 7}, {3, 4, 5}, {6, 7, 8}});
  col(a, 2) = col(a, 0);
  CHECK(a == matrix<int>{{7, 7, 7}, {3, 4, 3}, {6, 7, 6}});
  block(a, 1, 1, 2, 2) += 10;
  CHECK(a == matrix<int>{{7, 7, 7}, {3, 14, 13}, {6, 17, 16}});
  transpose(a) = numbered(3, 3);
  CHECK(a == transpose(numbered(3, 3)));
  row(a, 0) = row(a, 1);  // assigns elements, does not make the view look elsewhere
  CHECK(a(0, 2) == 7);
  CHECK(a(1, 2) == 7);
}

TEST_CASE("foreign memory") {
  std::vector<double> items{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(view(items.data(), 2, 3) == matrix<double>{{1, 2, 3}, {4, 5, 6}});
  CHECK(view(items.data(), 2, 3, 4) == matrix<double>{{1, 2, 3}, {5, 6, 7}});
  CHECK(view(std::span(items), 4, 2) == matrix<double>{{1, 2}, {3, 4}, {5, 6}, {7, 8}});
  CHECK(view(items, 2, 3) == view(items.data(), 2, 3));
  CHECK(view(std::as_const(items), 1, 1)(0, 0) == 1.0);
  view(items.data(), 2, 2, 4) = matrix<double>{{0, 0}, {0, 0}};
  CHECK(items == std::vector<double>{0, 0, 3, 4, 0, 0, 7, 8});
  std::array<float, 4> const fixed{1, 2, 3, 4};
  CHECK(eval(view(fixed.data(), 2, 2) * view(std::span(fixed), 2, 2)) ==
        matrix<float>{{7, 10}, {15, 22}});
  CHECK_THROWS_AS(view(std::span(items), 3, 3), shape_error);
  CHECK_THROWS_AS(view(items, 3, 3), shape_error);
  CHECK_THROWS_AS(view(items.data(), 2, 3, 2), shape_error);
  CHECK_THROWS_AS(view(items.data(), -1, 3), shape_error);
  CHECK_THROWS_AS(view(std::span(items), index_t(1) << 62, 4), shape_error);
}

TEST_CASE("const matrices have const views") {
  auto const a = numbered(2, 2);
  auto b = numbered(2, 2);
  static_assert(std::is_same_v<decltype(row(a, 0)(0, 0)), int const&>);
  static_assert(std::is_same_v<decltype(row(b, 0)(0, 0)), int&>);
  static_assert(std::is_same_v<decltype(as_const(b)(0, 0)), int const&>);
  static_assert(!destination<decltype(as_const(b))> && destination<decltype(as_view(b))>);
  CHECK(as_const(b) == a);
}

TEST_CASE("parts that do not lie inside are refused") {
  auto const a = numbered(2, 3);
  std::string message;
  try {
    (void)block(a, 1, 1, 2, 2);
  } catch (shape_error const& e) {
    message = e.what();
  }
  CHECK(message ==
        "block, row, col: the part must lie inside the matrix; the matrix is 2 x 3, the part is 2 "
        "x 2 "
        "from (1, 1) on");
  CHECK_THROWS_AS(row(a, 2), shape_error);
  CHECK_THROWS_AS(row(a, -1), shape_error);
  CHECK_THROWS_AS(col(a, 3), shape_error);
  CHECK_THROWS_AS(block(a, 0, 0, -1, 2), shape_error);
  constexpr index_t far = std::numeric_limits<index_t>::max();
  CHECK_THROWS_AS(block(a, far, 0, 1, 1), shape_error);
  CHECK_THROWS_AS(block(a, 0, 0, far, 1), shape_error);
  CHECK_THROWS_AS(block(a, 1, 1, far, far), shape_error);
}

TEST_CASE("parts of what is not memory are evaluated") {
  auto const a = numbered(2, 2);
  CHECK(eval(row(a * a, 1)) == matrix<int>{{6, 11}});
  CHECK(eval(col(a + a, 1)) == matrix<int>{{2}, {6}});
  CHECK(eval(reshape(a * a, 4, 1)) == matrix<int>{{2}, {3}, {6}, {11}});
  CHECK(eval(row(numbered(3, 2), 1) + 1) == matrix<int>{{3, 4}});
}
