// SPDX-License-Identifier: BSL-1.0
// Matrices that are a formula: their values, alone and in trees that rules take apart.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
matrix<float> const A{{1, 2, 3}, {4, 5, 6}};
}

TEST_CASE("zeros, ones, constant, identity") {
  CHECK(eval(zeros<int>(2, 3)) == matrix<int>{{0, 0, 0}, {0, 0, 0}});
  CHECK(eval(ones<float>(1, 2)) == matrix<float>{{1, 1}});
  CHECK(eval(constant(2.5, 2, 1)) == matrix<double>{{2.5}, {2.5}});
  CHECK(eval(identity<float>(3)) == matrix<float>{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  CHECK(extents_of(eval(identity<float>(0))) == extents{0, 0});
  static_assert(std::is_same_v<decltype(eval(zeros<float, 2, 3>())), matrix<float, 2, 3>>);
  static_assert(std::is_same_v<decltype(eval(identity<int, 2>())), matrix<int, 2, 2>>);
  static_assert(std::is_same_v<decltype(eval(constant<1, 2>(3))), matrix<int, 1, 2>>);
  CHECK(eval(zeros<float, 2, 3>()) == eval(zeros<float>(2, 3)));
  CHECK(identity<int>(3)(1, 1) == 1);
}

TEST_CASE("in sums and products") {
  CHECK(eval(A + ones<float>(2, 3)) == matrix<float>{{2, 3, 4}, {5, 6, 7}});
  CHECK(eval(A - zeros<float>(2, 3)) == A);
  CHECK(eval(identity<float>(2) * A) == A);
  CHECK(eval(A * identity<float>(3)) == A);
  CHECK(eval(A * transpose(A) + 10 * identity<float>(2)) == matrix<float>{{24, 32}, {32, 87}});
  CHECK(eval(A * zeros<float>(3, 4)) == matrix<float>(2, 4));
  CHECK(eval(ones<float>(1, 2) * A) == matrix<float>{{5, 7, 9}});
  CHECK(eval(A * constant(2.f, 3, 1)) == matrix<float>{{12}, {30}});
  CHECK(eval(A * identity<double>(3)) == matrix<double>{{1, 2, 3}, {4, 5, 6}});
  row_vector<float> const r{10, 20, 30};
  // A known extent of one stretches, so what is added to r makes two rows of it.
  CHECK(eval(r + zeros<float>(2, 3)) == matrix<float>{{10, 20, 30}, {10, 20, 30}});
  CHECK(eval(zeros<double>(2, 3) + A) == matrix<double>{{1, 2, 3}, {4, 5, 6}});
}

TEST_CASE("parts and reductions of formulas") {
  CHECK(eval(row(identity<float>(3), 1)) == matrix<float>{{0, 1, 0}});
  CHECK(eval(col(identity<float>(3), 2)) == matrix<float>{{0}, {0}, {1}});
  CHECK(eval(block(identity<float>(4), 0, 1, 2, 3)) == matrix<float>{{0, 0, 0}, {1, 0, 0}});
  CHECK(eval(row(block(identity<float>(4), 1, 0, 3, 3) + 1, 0)) == matrix<float>{{1, 2, 1}});
  CHECK(eval(diagonal(constant(3, 2, 4))) == matrix<int>{{3}, {3}});
  CHECK(eval(transpose(block(identity<int>(3), 0, 1, 2, 2))) == matrix<int>{{0, 1}, {0, 0}});
  CHECK(eval(sum(identity<float>(100))) == 100.f);
  CHECK(eval(trace(identity<float>(7))) == 7.f);
  CHECK(eval(col_sum(ones<int>(3, 2))) == matrix<int>{{3, 3}});
  CHECK(eval(row_argmax(identity<float>(3))) == matrix<index_t>{{0}, {1}, {2}});
}

TEST_CASE("diagonal_matrix, of rows and of columns") {
  row_vector<float> const r{2, 3};
  col_vector<float> const c{10, 20, 30};
  CHECK(eval(diagonal_matrix(r)) == matrix<float>{{2, 0}, {0, 3}});
  CHECK(eval(diagonal_matrix(c) + 1) == matrix<float>{{11, 1, 1}, {1, 21, 1}, {1, 1, 31}});
  CHECK(eval(diagonal_matrix(r) * A) == matrix<float>{{2, 4, 6}, {12, 15, 18}});
  CHECK(eval(A * diagonal_matrix(c)) == matrix<float>{{10, 40, 90}, {40, 100, 180}});
  CHECK(eval(diagonal_matrix(c) * diagonal_matrix(c)) ==
        matrix<float>{{100, 0, 0}, {0, 400, 0}, {0, 0, 900}});
  CHECK(eval(diagonal(diagonal_matrix(r))) == matrix<float>{{2}, {3}});
  CHECK(eval(transpose(diagonal_matrix(r))) == matrix<float>{{2, 0}, {0, 3}});
  CHECK(eval(row(diagonal_matrix(c), 1)) == matrix<float>{{0, 20, 0}});
  CHECK(eval(diagonal_matrix(c)(2, 2)) == 30.f);
  CHECK(eval(diagonal_matrix(r)(0, 1)) == 0.f);
  CHECK(eval(diagonal_matrix(row_sum(A)) * A) == matrix<float>{{6, 12, 18}, {60, 75, 90}});
  CHECK(eval(A * transpose(A) * diagonal_matrix(r)) == matrix<float>{{28, 96}, {64, 231}});
  CHECK(eval(trace(diagonal_matrix(c))) == 60.f);
  CHECK(eval(relu(diagonal_matrix(r) * A - 10)) == matrix<float>{{0, 0, 0}, {2, 5, 8}});
}

TEST_CASE("assigned to what they were made of") {
  matrix<float> m = identity<float>(2);
  m = m + identity<float>(2) * m;
  CHECK(m == matrix<float>{{2, 0}, {0, 2}});
  m = diagonal_matrix(col(m, 0)) + ones<float>(2, 2);
  CHECK(m == matrix<float>{{3, 1}, {1, 1}});
  block(m, 0, 0, 1, 2) = zeros<float>(1, 2);
  CHECK(m == matrix<float>{{0, 0}, {1, 1}});
  matrix<float, dynamic, dynamic, col_major> c = 2 * identity<float>(2);
  c += diagonal_matrix(row(c, 1));
  CHECK(c == matrix<float>{{2, 0}, {0, 4}});
}

TEST_CASE("an identity in batches: in every lane, beside it, in part") {
  index_t const rows = 41, cols = 75;
  matrix<float> a(rows, cols);
  for (index_t i = 0; i < rows; ++i)
    for (index_t j = 0; j < cols; ++j) a(i, j) = float(i * cols + j);
  matrix<float> const part = eval(a + 2 * block(identity<float>(100), 7, 2, rows, cols));
  matrix<double> const wide =
      eval(cast<double>(a) - block(identity<double>(100), 3, 20, rows, cols));
  index_t wrong = 0;
  for (index_t i = 0; i < rows; ++i)
    for (index_t j = 0; j < cols; ++j) {
      wrong += part(i, j) != a(i, j) + (i + 7 == j + 2 ? 2.f : 0.f);
      wrong += wide(i, j) != a(i, j) - (i + 3 == j + 20 ? 1. : 0.);
    }
  CHECK(wrong == 0);
}
