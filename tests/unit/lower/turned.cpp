// SPDX-License-Identifier: BSL-1.0
// Operands that lie in columns, or are strided, among others that lie in rows: turned over block by
// block where there are many elements, gathered where there are few.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

constexpr index_t extents_to_try[] = {0, 1, 3, 4, 7, 15, 16, 17, 33, 63, 64, 65, 130};

/// Small integers: sums are exact in any order.
template<class M>
M integers(index_t rows, index_t cols, int step) {
  M m(rows, cols);
  int n = 0;
  for (auto& x : m) x = static_cast<value_of<M>>(float(n++ * step % 23 - 11));
  return m;
}

/// The same value under `tiled` as element by element.
template<class E>
void check_same(E const& e) {
  CHECK(eval<tiled>(e) == eval<naive>(e, rules::none));
}

}  // namespace

TEST_CASE_TEMPLATE("a transposed operand among others", T, float, double, std::complex<float>) {
  for (index_t m : extents_to_try)
    for (index_t n : extents_to_try) {
      CAPTURE(m);
      CAPTURE(n);
      auto const a = integers<matrix<T>>(m, n, 7), b = integers<matrix<T>>(n, m, 5);
      auto const x = integers<row_vector<T>>(1, n, 3);
      auto const y = integers<col_vector<T>>(m, 1, 2);
      check_same(transpose(b) % transpose(b) + a % x - y);
      check_same(sum(a % transpose(b)));
      check_same(row_sum(a % transpose(b)));
      check_same(col_sum(a % transpose(b)));
    }
}

TEST_CASE("transposed operands and reductions of all kinds") {
  for (index_t m : {3, 20, 64})
    for (index_t n : {7, 64, 70}) {
      CAPTURE(m);
      CAPTURE(n);
      auto const a = integers<matrix<std::int32_t>>(m, n, 7);
      auto const b = integers<matrix<std::int32_t>>(n, m, 5);
      check_same(transpose(b) + 1);
      check_same(col_sum(transpose(b) % transpose(b) % a));
      check_same(row_sum(transpose(b)));
      check_same(diagonal(a * b));
      check_same(trace(a * b));
      check_same(a - transpose(b) + constant(3, m, n));
      if (m == n) check_same(a + transpose(b) + identity<std::int32_t>(m));
    }
}

TEST_CASE("extremes of what is turned over, NaN among them") {
  for (index_t m : {5, 16, 40}) {
    auto const a = integers<matrix<float>>(m, 70, 7);
    auto b = integers<matrix<float>>(70, m, 5);
    check_same(max(a - transpose(b)));
    check_same(row_min(a - transpose(b)));
    check_same(col_max(a - transpose(b)));
    check_same(row_argmax(a - transpose(b)));
    b(69, 1) = std::numeric_limits<float>::quiet_NaN();
    CHECK(std::isnan(eval(max(a - transpose(b)))));
    CHECK(std::isnan(eval(row_max(a - transpose(b)))(1, 0)));
    CHECK(!std::isnan(eval(row_max(a - transpose(b)))(2, 0)));
    CHECK(std::isnan(eval(col_max(a - transpose(b)))(0, 69)));
    CHECK(eval(col_argmax(a - transpose(b)))(0, 69) == 1);
  }
}

TEST_CASE("elements of another type are turned over, too") {
  auto const a = integers<matrix<double>>(37, 90, 7);
  auto const b = integers<matrix<float>>(90, 37, 5);
  auto const c = integers<matrix<std::int32_t>>(90, 37, 3);
  check_same(a + transpose(b));
  check_same(a + cast<double>(transpose(c)));
  check_same(sum(a % transpose(b)));
  check_same(select(transpose(c) < 0, a, 1.0));
}

TEST_CASE("parts of larger matrices, and destinations of all layouts") {
  auto const a = integers<matrix<float>>(90, 80, 7), b = integers<matrix<float>>(80, 90, 5);
  auto const e = block(a, 3, 5, 40, 66) + transpose(block(b, 1, 7, 66, 40));
  check_same(e);
  matrix<float> wide(50, 80);
  block(wide, 2, 3, 40, 66) = e;
  CHECK(eval(block(wide, 2, 3, 40, 66)) == eval<naive>(e, rules::none));
  CHECK(eval(sum(wide)) == eval<naive>(sum(e), rules::none));  // nothing beside it was written
  matrix<float> turned(66, 40);
  transpose(turned) = e;
  CHECK(turned == eval<naive>(transpose(e), rules::none));
}

TEST_CASE("strided operands are gathered") {
  for (index_t n : {1, 5, 16, 20, 64}) {
    auto const a = integers<matrix<float>>(n, 3 * n, 7);
    matrix_view<float const, shape<dynamic, dynamic>, strides<dynamic, dynamic>> const every_third(
        a.data(), {n, n}, 3 * n, 3);
    auto const b = integers<matrix<float>>(n, n, 5);
    check_same(every_third + b);
    check_same(sum(every_third % b));
    check_same(col_sum(every_third % b));
    check_same(col(b, n / 2) + diagonal(b));
    check_same(trace(b + b));
    check_same(relu(b * b) + every_third);
  }
}

TEST_CASE("totals that grow in the destination do not meet the operand") {
  auto const original = integers<matrix<float>>(20, 20, 7);
  row_vector<float> const columns = eval<naive>(col_sum(original), rules::none);
  col_vector<float> const rows = eval<naive>(row_sum(original), rules::none);
  auto a = original;
  row(a, 0) = col_sum(a);
  CHECK(eval(row(a, 0)) == columns);
  a = original;
  row(a, 3) = transpose(row_sum(a));
  CHECK(eval(transpose(row(a, 3))) == rows);
  a = original;
  col(a, 2) = row_sum(transpose(transpose(a)));
  CHECK(eval(col(a, 2)) == rows);
  a = original;
  row(a, 1) = row(a, 1) + col_sum(a);
  CHECK(eval(row(a, 1)) == eval(columns + row(original, 1)));
}
