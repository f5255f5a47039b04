// SPDX-License-Identifier: BSL-1.0
// What operators mean, element by element, and what they refuse at run time.

#include <doctest/doctest.h>

#include <string>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
matrix<float> const A{{1, 2, 3}, {4, 5, 6}}, B{{6, 5, 4}, {3, 2, 1}};
row_vector<float> const down{10, 20, 30};
col_vector<float> const across{100, 200};

template<class F>
std::string message_of(F const& f) {
  try {
    f();
  } catch (shape_error const& e) {
    return e.what();
  }
  return "";
}
}  // namespace

TEST_CASE("element-wise operators") {
  CHECK(eval(A + B) == matrix<float>{{7, 7, 7}, {7, 7, 7}});
  CHECK(eval(A - B) == matrix<float>{{-5, -3, -1}, {1, 3, 5}});
  CHECK(eval(A % B) == matrix<float>{{6, 10, 12}, {12, 10, 6}});
  CHECK(eval(-A) == matrix<float>{{-1, -2, -3}, {-4, -5, -6}});
  CHECK(eval(relu(A - B)) == matrix<float>{{0, 0, 0}, {1, 3, 5}});
}

TEST_CASE("numbers on either side") {
  CHECK(eval(2 * A) == matrix<float>{{2, 4, 6}, {8, 10, 12}});
  CHECK(eval(A * 2) == eval(2 * A));
  CHECK(eval(A / 2) == matrix<float>{{0.5f, 1, 1.5f}, {2, 2.5f, 3}});
  CHECK(eval(A + 1) == matrix<float>{{2, 3, 4}, {5, 6, 7}});
  CHECK(eval(1 - A) == matrix<float>{{0, -1, -2}, {-3, -4, -5}});
  CHECK(eval(A - 1) == matrix<float>{{0, 1, 2}, {3, 4, 5}});
  CHECK(eval(1 + A) == eval(A + 1));
}

TEST_CASE("a number takes the matrix's type, unless its kind would be lost") {
  static_assert(std::is_same_v<value_of<decltype(0.5 * A)>, float>);
  static_assert(std::is_same_v<value_of<decltype(2 * A)>, float>);
  matrix<int> const n{{1, 2}};
  static_assert(std::is_same_v<value_of<decltype(2 * n)>, int>);
  static_assert(std::is_same_v<value_of<decltype(0.5 * n)>, double>);
  CHECK(eval(0.5 * n) == matrix<double>{{0.5, 1}});
  static_assert(
      std::is_same_v<value_of<decltype(std::complex<float>(0, 1) * A)>, std::complex<float>>);
  CHECK(eval(std::complex<float>(0, 1) * A)(0, 1) == std::complex<float>(0, 2));
}

TEST_CASE("a known extent of one stretches, a run-time one does not") {
  CHECK(eval(A + down) == matrix<float>{{11, 22, 33}, {14, 25, 36}});
  CHECK(eval(across + A) == matrix<float>{{101, 102, 103}, {204, 205, 206}});
  CHECK(eval(down + across) == matrix<float>{{110, 120, 130}, {210, 220, 230}});
  matrix<float> const one_row{{1, 2, 3}};
  CHECK_THROWS_AS(eval(A + one_row), shape_error);
}

TEST_CASE("products") {
  matrix<float> const want{{28, 10}, {73, 28}};  // 6+10+12, 3+4+3, 24+25+24, 12+10+6
  CHECK(eval<naive>(A * transpose(B)) == want);
  CHECK(eval<dot_inner>(A * transpose(B)) == want);
  CHECK(eval<tiled>(A * transpose(B)) == want);
  CHECK(eval(transpose(A * transpose(B))) == eval(transpose(want)));
  CHECK(eval(A * transpose(B) * A) == eval(want * A));
  CHECK(eval((A + B) * transpose(down)) == matrix<float>{{420}, {420}});
}

TEST_CASE("map calls a generic lambda with elements or batches, and any other with elements") {
  auto const twice_plus = [](auto const& x, auto const& y) { return x + x + y; };
  CHECK(eval(map(twice_plus, A, B)) == matrix<float>{{8, 9, 10}, {11, 12, 13}});
  CHECK(eval(map([](float x) { return x > 2 ? x : 0; }, A)) == matrix<float>{{0, 0, 3}, {4, 5, 6}});
  CHECK(eval(map([](float x) { return int(x) % 2; }, A)) == matrix<int>{{1, 0, 1}, {0, 1, 0}});
  CHECK(eval(map(twice_plus, A, down)) == matrix<float>{{12, 24, 36}, {18, 30, 42}});
  CHECK(eval(map(twice_plus, A, 2.5)) == matrix<float>{{4.5, 6.5, 8.5}, {10.5, 12.5, 14.5}});
  CHECK(eval(map(twice_plus, 1, A)) == matrix<float>{{3, 4, 5}, {6, 7, 8}});
  CHECK(eval(map(twice_plus, cast<int>(A), 0.5)) ==
        matrix<double>{{2.5, 4.5, 6.5}, {8.5, 10.5, 12.5}});
  matrix<float> wide(3, 100);
  support::fill(wide, 1);
  auto const squares = eval(map([](auto const& x) { return x * x; }, wide));
  for (index_t i = 0; i < 3; ++i)
    for (index_t j = 0; j < 100; ++j) CHECK(squares(i, j) == wide(i, j) * wide(i, j));
}

TEST_CASE("mixed element types meet in their common type") {
  matrix<double> const d{{0.5, 1, 2}, {1, 1, 1}};
  static_assert(std::is_same_v<value_of<decltype(A + d)>, double>);
  CHECK(eval(A + d) == matrix<double>{{1.5, 3, 5}, {5, 6, 7}});
  CHECK(eval(A * transpose(d)) == matrix<double>{{8.5, 6}, {19, 15}});
  matrix<std::int8_t> const small{{1, 0, 1}, {0, 2, 0}};
  CHECK(eval(A % small) == matrix<float>{{1, 0, 3}, {0, 10, 0}});
}

TEST_CASE("run-time shapes that do not fit are named, both of them") {
  CHECK(message_of([] { eval(A * B); }) ==
        "A * B: A must have as many columns as B has rows; they are 2 x 3 and 2 x 3");
  CHECK(message_of([] { eval<naive>(transpose(A) * (B + 1) * B); }) ==
        "A * B: A must have as many columns as B has rows; they are 3 x 3 and 2 x 3");
  CHECK(message_of([] { eval(A + transpose(B)); }) ==
        "element-wise: all operands must have the same shape; only a row_vector, a col_vector or a "
        "number stretches; "
        "they are 2 x 3 and 3 x 2");
  CHECK(message_of([] { eval(sum(A + transpose(B))); }) != "");
  CHECK(message_of([] { eval(dot(down, across)); }) ==
        "dot(x, y): x and y must have equally many elements; they are 1 x 3 and 2 x 1");
}

TEST_CASE("auto is safe: what has no name moves into the tree") {
  auto const make = [] { return matrix<float>{{1, 0}, {0, 1}, {1, 1}}; };
  auto const e = A * make();
  auto const f = relu(make() - 1) + sum(make());
  auto const g = row(make(), 2) * transpose(block(make(), 0, 0, 1, 2));
  auto const h = e + 1;  // e has a name and is copied, with what it owns
  matrix<float> noise(100, 100);
  support::fill(noise, 1);
  CHECK(eval(e) == matrix<float>{{4, 5}, {10, 11}});
  CHECK(eval(e) == matrix<float>{{4, 5}, {10, 11}});
  CHECK(eval(f) == matrix<float>{{4, 4}, {4, 4}, {4, 4}});
  CHECK(eval(g) == matrix<float>{{1}});
  CHECK(eval(h) == matrix<float>{{5, 6}, {11, 12}});
  auto const build = [] {
    matrix<float> local{{1, 2}, {3, 4}};
    return std::move(local) * matrix<float>{{1}, {1}};
  };
  CHECK(eval(build()) == matrix<float>{{3}, {7}});
}

TEST_CASE("static, run-time and mixed extents meet") {
  matrix<float, 2, 3> const s = A;
  matrix<float, dynamic, 3> const m = A;
  CHECK(eval(s + m) == eval(A + A));
  auto const p = eval(transpose(s) * m);
  static_assert(std::is_same_v<decltype(p), matrix<float, 3, 3> const>);
  CHECK(p == eval(transpose(A) * A));
  matrix<float> const square{{1, 2}, {3, 4}};
  CHECK_THROWS_AS((matrix<float, 2, 3>(square)), shape_error);
}
