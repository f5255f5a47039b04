// SPDX-License-Identifier: BSL-1.0
// Products of which it turns out at run time that they have one row or one column: each element is
// the chain of any other product, around the edges of batches, of rows that are summed side by side
// and of rows that meet in a set of the cache.

#include <limits>

#include "kernel/product.hpp"

namespace {

template<class T>
matrix<T> by_definition(matrix<T> const& a, matrix<T> const& b) {
  matrix<T> c(a.rows(), b.cols());
  for (index_t i = 0; i < c.rows(); ++i)
    for (index_t j = 0; j < c.cols(); ++j) c(i, j) = expected_element<T>(a, b, i, j);
  return c;
}

template<class T>
void check_slim(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  matrix<T> a(m, k), b(k, n), d(m, n);
  support::fill(a, std::uint64_t(m + 31 * k)), support::fill(b, std::uint64_t(7 * k + n));
  support::fill(d, std::uint64_t(m + n));
  matrix<T> const want = by_definition(a, b), at = transpose(a), bt = transpose(b);

  CHECK(support::same_bits(eval(a * b), want));
  CHECK(support::same_bits(eval(transpose(at) * b), want));
  CHECK(support::same_bits(eval(a * transpose(bt)), want));
  CHECK(support::same_bits(eval(transpose(b) * transpose(a)), matrix<T>(transpose(want))));

  // An epilogue; a gap behind each row of everything; C among the operands.
  matrix<T> sum(m, n);
  for (index_t i = 0; i < m; ++i)
    for (index_t j = 0; j < n; ++j) sum(i, j) = sum_of(want(i, j), d(i, j));
  CHECK(support::same_bits(eval(a * b + d), sum));
  T const border = T(7);
  framed<T> left(m, k, border), right(k, n, border), to(m, n, border);
  left.inside() = a, right.inside() = b;
  to.inside() = left.inside() * right.inside();
  CHECK(support::same_bits(to.inside(), want));
  to.inside() = d;
  to.inside() += left.inside() * right.inside();
  for (index_t i = 0; i < m; ++i)
    for (index_t j = 0; j < n; ++j) sum(i, j) = sum_of(d(i, j), want(i, j));
  CHECK(support::same_bits(to.inside(), sum));
  CHECK(to.border_is(border));
}

template<class T>
void check_type() {
  constexpr index_t lanes = lanes_of<batch<T>>;
  for (index_t m : {index_t(0), index_t(1), lanes / 2, lanes - 1, lanes, lanes + 1, 2 * lanes + 3,
                    4 * lanes, 4 * lanes + 1, 9 * lanes + 5})
    for (index_t k : {index_t(0), index_t(1), index_t(2), index_t(5), lanes + 1, 4 * lanes + 3})
      check_slim<T>(m, k, 1);
  for (index_t batches = 0; batches <= 18; ++batches)
    for (index_t rest : {index_t(0), index_t(1), lanes - 1})
      for (index_t k : {index_t(0), index_t(1), index_t(6)})
        check_slim<T>(1, k, batches * lanes + rest);
  // Rows of 2048 and of 4096 bytes, whole and in part; with as much of each as is copied at once.
  for (index_t k : {2048 / index_t(sizeof(T)), 4096 / index_t(sizeof(T))})
    for (index_t m : {lanes, 4 * lanes + 3}) check_slim<T>(m, k, 1);
  // A B that L2 does not hold, some rows at a time.
  check_slim<T>(1, 1100, 1031);
}

}  // namespace

TEST_CASE("one row or one column at run time: the bits of the definition") {
  check_type<float>();
  check_type<double>();
  check_type<std::int32_t>();
}

TEST_CASE("one row or one column by a policy with numbers of its own, with an epilogue") {
  auto const check = [](auto policy, index_t m, index_t n) {
    CAPTURE(m);
    CAPTURE(n);
    using P = decltype(policy);
    matrix<float> a(m, 9), b(9, n), d(m, n), sum(m, n);
    support::fill(a, 1), support::fill(b, 2), support::fill(d, 3);
    matrix<float> const want = by_definition(a, b);
    for (index_t i = 0; i < m; ++i)
      for (index_t j = 0; j < n; ++j) sum(i, j) = sum_of(want(i, j), d(i, j));
    CHECK(support::same_bits(eval<P>(a * b), want));
    CHECK(support::same_bits(eval<P>(a * b + d), sum));
  };
  constexpr index_t lanes = lanes_of<batch<float>>;
  for (index_t n : {lanes, 3 * lanes + 1, 5 * lanes, 8 * lanes, 19 * lanes + 3}) {
    check(tiled_by<1>(), 1, n), check(tiled_by<1>(), n, 1);
    check(tiled_by<2>(), 1, n), check(tiled_by<2>(), n, 1);
    check(tiled_by<0, 32>(), 1, n), check(tiled_by<0, 32>(), n, 1);
    check(tiled_by<0, 0, 4, 6, 16>(), 1, n), check(tiled_by<0, 0, 4, 6, 16>(), n, 1);
    check(small_blocks(), 1, n), check(small_blocks(), n, 1);
  }
}

TEST_CASE("one column: parts of rows that lie in a wider matrix") {
  matrix<float> wide(70, 1024);
  support::fill(wide, 3);
  matrix<float> x(600, 1), part(70, 600);
  support::fill(x, 5);
  part = block(wide, 0, 17, 70, 600);
  CHECK(support::same_bits(eval(block(wide, 0, 17, 70, 600) * x), by_definition(part, x)));
}

TEST_CASE("one row or one column: NaN and infinity stay in their row and column") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN(),
                  inf = std::numeric_limits<float>::infinity();
  matrix<float> a(37, 21), x(21, 1);
  for (index_t i = 0; i < 37; ++i)
    for (index_t p = 0; p < 21; ++p) a(i, p) = 1;
  for (index_t p = 0; p < 21; ++p) x(p, 0) = 1;
  a(36, 20) = nan, a(5, 3) = inf;
  auto const y = eval(a * x);
  auto const z = eval(transpose(x) * transpose(a));
  for (index_t i = 0; i < 37; ++i) {
    float const want = i == 36 ? nan : i == 5 ? inf : 21;
    CHECK((std::isnan(want) ? std::isnan(y(i, 0)) : y(i, 0) == want));
    CHECK((std::isnan(want) ? std::isnan(z(0, i)) : z(0, i) == want));
  }
}
