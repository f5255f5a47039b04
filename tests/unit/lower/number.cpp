// SPDX-License-Identifier: BSL-1.0
// Reductions to one number, and arithmetic with them.

#include <doctest/doctest.h>

#include <vector>

#include "support/numbers.hpp"

using namespace tessera;
using namespace tessera::kernel;
using namespace tessera::simd;

/// The definition: element j of a row on lane j mod 256 bytes, lanes added in halves; rows that
/// follow each other without gaps are one row.
template<class M>
auto expected_sum(M const& m, bool gaps = false) {
  using T = value_of<M>;
  std::vector<T> lane(256 / sizeof(T), T(0));
  for (index_t i = 0; i < m.rows(); ++i)
    for (index_t j = 0; j < m.cols(); ++j) {
      T& l = lane[std::size_t(gaps ? j : i * m.cols() + j) % lane.size()];
      l = sum_of(l, m(i, j));
    }
  for (std::size_t half = lane.size() / 2; half > 0; half /= 2)
    for (std::size_t l = 0; l < half; ++l) lane[l] = sum_of(lane[l], lane[l + half]);
  return lane[0];
}

TEST_CASE_TEMPLATE("sum", T, float, double, std::int32_t, std::complex<float>) {
  for (index_t rows : {0, 1, 3})
    for (index_t cols : {0, 2, 15, 16, 17, 63, 64, 65, 200}) {
      matrix<T> m(rows, cols);
      support::fill(m, std::uint64_t(cols));
      T in_order(0);
      for (T const& x : m) in_order = sum_of(in_order, x);
      CHECK(eval<naive>(sum(m)) == in_order);
      CHECK(eval<tiled>(sum(m)) == expected_sum(m));
      CHECK(eval<dot_inner>(sum(m)) == expected_sum(m));
      matrix<T> wide(rows, cols + 1);
      auto const gaps = block(wide, 0, 0, rows, cols);
      gaps = m;
      CHECK(eval<tiled>(sum(gaps)) == expected_sum(m, true));
      matrix<T> const row = reshape(m, 1, rows * cols);
      CHECK(eval(sum(transpose(row))) == expected_sum(row));
    }
}

TEST_CASE_TEMPLATE("sum of what is read element by element", T, float, double, std::int32_t,
                   std::complex<float>) {
  for (index_t n : {0, 1, 2, 7, 8, 9, 15, 16, 17, 100}) {
    matrix<T> m(n, n);
    support::fill(m, std::uint64_t(n));
    // The definition: element j on chain j mod 8, chains added in halves.
    T chain[8]{};
    for (index_t j = 0; j < n; ++j) chain[j % 8] = sum_of(chain[j % 8], m(j, j));
    for (index_t half : {4, 2, 1})
      for (index_t l = 0; l < half; ++l) chain[l] = sum_of(chain[l], chain[l + half]);
    CHECK(eval(trace(m)) == chain[0]);
    CHECK(eval(sum(diagonal(m))) == chain[0]);
    CHECK(eval(trace(transpose(m) + T(0) * m)) == chain[0]);
  }
}

TEST_CASE("elements outside a partial batch do not leak into the sum") {
  matrix<float> const m(3, 5);
  CHECK(eval(sum(m + 1)) == 15.f);
  CHECK(eval(sum(map([](auto const& x) { return x + 2; }, m))) == 30.f);
}

TEST_CASE("dot, of rows and columns alike") {
  row_vector<float> const x{1, 2, 3};
  col_vector<float, 3> const y{4, 5, 6};
  CHECK(eval(dot(x, y)) == 32.f);
  CHECK(eval(dot(y, x)) == 32.f);
  CHECK(eval(dot(x, x)) == 14.f);
  CHECK(eval(dot(y, y)) == 77.f);
  CHECK(eval<naive>(dot(x, y + 1)) == 38.f);
  CHECK(eval(dot(row(matrix<float>{{1, 2}, {3, 4}}, 1), col(matrix<float>{{1, 2}, {3, 4}}, 1))) ==
        22.f);
  CHECK(eval(dot(row_vector<float>(), row_vector<float>())) == 0.f);
}

TEST_CASE("reductions are numbers") {
  matrix<float> const a{{1, 2}, {3, 4}};
  float const total = sum(a);
  CHECK(total == 10.f);
  CHECK(eval(a / sum(a)) == matrix<float>{{0.1f, 0.2f}, {0.3f, 0.4f}});
  CHECK(eval(a * sum(a)) == eval(10 * a));
  CHECK(eval(sum(a) * a) == eval(10 * a));
  CHECK(eval(2 * sum(a) + sum(a * a)) == 74.f);  // 7 + 10 + 15 + 22
  static_assert(std::is_same_v<decltype(eval(sum(a) / 2)), float>);
  CHECK(eval(sum(a) / 4) == 2.5f);
  float const half = sum(a) / 2 - dot(row(a, 0), row(a, 0));
  CHECK(half == 0.f);
  CHECK(sum(a) * 2 > 19.f);
  CHECK(sum(a) == 10.f);
  CHECK(eval(sum(transpose(a) * a)) == 58.f);  // 10 + 14 + 14 + 20
}
