// SPDX-License-Identifier: BSL-1.0
// Products of integers narrower than int: of int, whatever groups of them the instruction set
// multiplies at once. Compared with a triple loop over unsigned numbers, which wrap.

#include <doctest/doctest.h>

#include <limits>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

/// The extreme values now and then, so that sums of products are as large as they can be.
template<class T>
matrix<T> narrow_matrix(index_t rows, index_t cols, std::uint64_t seed) {
  support::sequence numbers(seed);
  matrix<T> m(rows, cols);
  for (index_t i = 0; i < rows; ++i)
    for (index_t j = 0; j < cols; ++j) {
      auto const x = numbers.next<std::int32_t>();
      m(i, j) = x % 5 == 0   ? std::numeric_limits<T>::min()
                : x % 5 == 1 ? std::numeric_limits<T>::max()
                             : static_cast<T>(x >> 8);
    }
  return m;
}

template<class A, class B>
matrix<int> multiplied(A const& a, B const& b) {
  matrix<int> c(a.rows(), b.cols());
  for (index_t i = 0; i < c.rows(); ++i)
    for (index_t j = 0; j < c.cols(); ++j) {
      unsigned sum = 0;
      for (index_t p = 0; p < a.cols(); ++p)
        sum += static_cast<unsigned>(int(a(i, p)) * int(b(p, j)));
      c(i, j) = static_cast<int>(sum);
    }
  return c;
}

struct product_shape {
  index_t m, k, n;
};
constexpr product_shape shapes[] = {{1, 1, 1},    {2, 3, 2},     {3, 5, 8},      {6, 4, 16},
                                    {7, 31, 17},  {13, 64, 33},  {0, 3, 4},      {4, 0, 5},
                                    {5, 3, 0},    {33, 130, 65}, {100, 257, 48}, {12, 2000, 20},
                                    {16, 16, 16}, {1, 40, 30},   {40, 30, 1},    {70, 515, 140}};

template<class U, class W, class F>
void for_each_shape(F const& f) {
  std::uint64_t seed = 0;
  for (product_shape const& s : shapes) {
    CAPTURE(s.m);
    CAPTURE(s.k);
    CAPTURE(s.n);
    auto const a = narrow_matrix<U>(s.m, s.k, ++seed);
    auto const b = narrow_matrix<W>(s.k, s.n, ++seed);
    f(a, b, multiplied(a, b));
  }
}

template<class U, class W>
void check_types() {
  for_each_shape<U, W>([](auto const& a, auto const& b, auto const& c) {
    static_assert(std::is_same_v<decltype(eval(a * b)), matrix<int>>);
    CHECK(eval(a * b) == c);
  });
}

}  // namespace

TEST_CASE("bytes and short integers are multiplied as int") {
  check_types<std::int8_t, std::int8_t>();
  check_types<std::uint8_t, std::int8_t>();
  check_types<std::uint8_t, std::uint8_t>();
  check_types<std::int16_t, std::int16_t>();
  check_types<std::uint16_t, std::int8_t>();
}

TEST_CASE("a product of bytes has the blocks, prologues, epilogues and policies of any other") {
  for_each_shape<std::int8_t, std::int8_t>([](auto const& a, auto const& b, auto const& c) {
    CHECK(eval<tiled_by<2, 8, 6, 4, 16>>(a * b) == c);
    CHECK(eval<naive>(a * b) == c);
    CHECK(eval<dot_inner>(a * b) == c);
    matrix<std::int8_t> const down = transpose(a);
    matrix<std::int8_t> const across = transpose(b);
    CHECK(eval(transpose(down) * transpose(across)) == c);
    matrix<int, dynamic, dynamic, col_major> columns(c.rows(), c.cols());
    columns = a * b;
    CHECK(columns == c);
    auto sum = c;
    sum += a * b;
    CHECK(sum == eval(c + c));
    CHECK(eval(cast<double>(a * b) / 2 - 1) == eval(cast<double>(c) / 2 - 1));
  });
}

TEST_CASE("products of bytes by fours, with or without an instruction for them") {
  auto const check = [](auto const& a, auto const& b) {
    matrix<int> c(a.rows(), b.cols());
    auto const d = as_view(c);
    auto const e = a * b;
    workspace ws;
    lowering::run(&ws, lowering::in_quads(lowering::lower<tiled>(d, viewed(e))));
    CHECK(c == multiplied(a, b));
  };
  for (product_shape const& s : shapes) {
    CAPTURE(s.m);
    CAPTURE(s.k);
    CAPTURE(s.n);
    auto const [m, k, n] = s;
    check(narrow_matrix<std::int8_t>(m, k, 1), narrow_matrix<std::int8_t>(k, n, 2));
    check(narrow_matrix<std::uint8_t>(m, k, 3), narrow_matrix<std::int8_t>(k, n, 4));
    check(narrow_matrix<std::int8_t>(m, k, 5), narrow_matrix<std::uint8_t>(k, n, 6));
  }
}

TEST_CASE("a part of a matrix of bytes is a factor like any other") {
  auto const a = narrow_matrix<std::int8_t>(40, 50, 7);
  auto const b = narrow_matrix<std::int8_t>(50, 40, 8);
  CHECK(eval(block(a, 3, 5, 17, 30) * block(b, 7, 2, 30, 21)) ==
        multiplied(eval(block(a, 3, 5, 17, 30)), eval(block(b, 7, 2, 30, 21))));
  CHECK(eval(row(a, 3) * b) == multiplied(eval(row(a, 3)), b));
  CHECK(eval(a * col(b, 3)) == multiplied(a, eval(col(b, 3))));
  CHECK((a * b)(2, 3) == multiplied(a, b)(2, 3));
}

TEST_CASE("what meets wider numbers takes their type") {
  matrix const a({{std::int8_t(100), std::int8_t(-100)}});
  static_assert(std::is_same_v<value_of<decltype(a * transpose(a))>, int>);
  CHECK(eval(a * transpose(a))(0, 0) == 20000);
  matrix<float> const f{{0.5f}, {0.25f}};
  static_assert(std::is_same_v<value_of<decltype(a * f)>, float>);
  CHECK(eval(a * f)(0, 0) == 25.0f);
  matrix<std::int64_t> const l{{1}, {2}};
  static_assert(std::is_same_v<value_of<decltype(a * l)>, std::int64_t>);
  CHECK(eval(a * l)(0, 0) == -100);
  constexpr matrix bytes({{std::int8_t(1), std::int8_t(-2), std::int8_t(3)}});
  static_assert(eval(bytes * transpose(bytes))(0, 0) == 14);
}
