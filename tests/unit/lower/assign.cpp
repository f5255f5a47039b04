// SPDX-License-Identifier: BSL-1.0
// Writing into existing memory: extents that follow, extents that must fit, and nothing lost when
// they do not.

#include <doctest/doctest.h>

#include <complex>
#include <string>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
matrix<float> const A{{1, 2}, {3, 4}, {5, 6}};
}

TEST_CASE("a run-time matrix takes the shape of what it is assigned") {
  matrix<float> c(7, 7);
  c = A + A;
  CHECK(c == matrix<float>{{2, 4}, {6, 8}, {10, 12}});
  matrix<float> const d = A * transpose(A);
  CHECK(d == matrix<float>{{5, 11, 17}, {11, 25, 39}, {17, 39, 61}});
  matrix<float, dynamic, 2> e;
  e = A;
  CHECK(e.rows() == 3);
  matrix f = A + 1;
  static_assert(std::is_same_v<decltype(f), matrix<float>>);
}

TEST_CASE("memory of the right shape is written where it lies") {
  matrix<float> c(3, 3);
  auto const* const memory = c.data();
  c = A * transpose(A);
  c += A * transpose(A);
  CHECK(c.data() == memory);
  CHECK(c(2, 2) == 122.f);
}

TEST_CASE("compound assignment") {
  matrix<float> c = A;
  c += A;
  c -= matrix<float>{{1, 1}, {1, 1}, {1, 1}};
  c *= 2;
  c /= 4;
  c += row_vector<float>{1, 2};
  c -= 1;
  CHECK(c == matrix<float>{{0.5f, 2.5f}, {2.5f, 4.5f}, {4.5f, 6.5f}});
  c *= matrix<float>{{0, 1}, {1, 0}};
  CHECK(c == matrix<float>{{2.5f, 0.5f}, {4.5f, 2.5f}, {6.5f, 4.5f}});
}

TEST_CASE("a number fills what it is assigned to, and no shape changes") {
  matrix<float> c = A;
  auto const* const memory = c.data();
  c = 0.5;
  CHECK(c == matrix<float>{{0.5f, 0.5f}, {0.5f, 0.5f}, {0.5f, 0.5f}});
  CHECK(c.data() == memory);
  row(c, 1) = 2;
  col(c, 0) = -1;
  CHECK(c == matrix<float>{{-1, 0.5f}, {-1, 2}, {-1, 0.5f}});
  matrix<float> none;
  none = 1;
  CHECK((none.rows() == 0 && none.cols() == 0));
  matrix<std::complex<double>, 2, 1, col_major> z;
  z = 1;
  z = std::complex<float>(2, 3);
  CHECK(z(1) == std::complex<double>(2, 3));
  constexpr auto four = [] {
    matrix<int, 2, 2> m;
    return m = 4;
  }();
  static_assert(four(1, 1) == 4);
  static_assert(!std::is_constructible_v<matrix<float>, int>);
  static_assert(!std::is_convertible_v<float, col_vector<float>>);
}

TEST_CASE("what does not fit throws, and nothing has changed") {
  matrix<float> c = A;
  CHECK_THROWS_AS(c += transpose(A), shape_error);
  CHECK_THROWS_AS(c = A * A, shape_error);
  CHECK_THROWS_AS(block(c, 0, 0, 2, 2) = A, shape_error);
  CHECK_THROWS_AS(row(c, 0) += matrix<float>(1, 3), shape_error);
  CHECK(c == A);
  matrix<float, 2, 2> s({{1, 2}, {3, 4}});
  std::string message;
  try {
    s = A;
  } catch (shape_error const& e) {
    message = e.what();
  }
  CHECK(message == "C = e: C must have the shape of e; they are 2 x 2 and 3 x 2");
  CHECK(s(1, 1) == 4.f);
  matrix<float, dynamic, 3> m;
  CHECK_THROWS_AS(m = A, shape_error);
  row_vector<float> r{1, 2};
  CHECK_THROWS_AS(r += A, shape_error);
  CHECK(r(1) == 2.f);
}

TEST_CASE("a const view of elements that are not const is written through, as a span is") {
  matrix<float> c = A;
  auto const first = row(c, 0);
  auto const last = row(c, 2);
  first = last;
  CHECK(c == matrix<float>{{5, 6}, {3, 4}, {5, 6}});
  last = 2 * row(c, 1);
  last += row(c, 1);
  CHECK(c == matrix<float>{{5, 6}, {3, 4}, {9, 12}});
  auto const square = block(c, 0, 0, 2, 2);
  square = square * square;
  CHECK(c == matrix<float>{{43, 54}, {27, 34}, {9, 12}});
  CHECK_THROWS_AS(first = A, shape_error);
}

TEST_CASE("a wider element type holds a narrower one's values") {
  matrix<double> d = A * transpose(A) + 1;
  CHECK(d(2, 2) == 62.0);
  d = A;
  CHECK(d(2, 1) == 6.0);
  matrix<std::complex<float>> z = A;
  CHECK(z(1, 0) == std::complex<float>(3, 0));
}

TEST_CASE("every policy, every rule list") {
  auto const e = relu(transpose(A) * A - 30) + 1;
  matrix<float> const want{{6, 15}, {15, 27}};
  matrix<float> c(2, 2);
  assign<naive>(c, e);
  CHECK(c == want);
  assign<dot_inner>(c, e, rules::none);
  CHECK(c == want);
  assign<tiled>(c, e, rules::exact);
  CHECK(c == want);
  CHECK(eval<naive>(transpose(e), rules::none) == eval(transpose(want)));
  CHECK(eval<tiled_by<2, 8, 16>>(e) == want);
}
