// SPDX-License-Identifier: BSL-1.0
// Reductions, softmax, parts and single elements against plain loops.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "support/near.hpp"
#include "support/numbers.hpp"

using namespace tessera;
using support::near, support::wrong_elements;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float no_number = std::numeric_limits<float>::quiet_NaN();

/// What a loop finds in one row, one column or all of a matrix.
struct summary {
  long double sum = 0, magnitude = 0, squares = 0, least = 0, most = 0;
  index_t count = 0, first_least = 0, first_most = 0;
  void add(long double x) {
    if (count == 0 || x < least) least = x, first_least = count;
    if (count == 0 || x > most) most = x, first_most = count;
    sum += x, magnitude += std::fabs(x), squares += x * x, ++count;
  }
};
template<class A>
summary summary_of(A const& a) {
  summary s;
  for (index_t i = 0; i < a.rows(); ++i)
    for (index_t j = 0; j < a.cols(); ++j) s.add(static_cast<long double>(a(i, j)));
  return s;
}

/// A sum in any order: each of its roundings is at most half a unit of the sum of magnitudes.
template<class T>
bool sums_to(T x, long double want, summary const& s) {
  auto const slack = s.magnitude * static_cast<long double>(s.count) *
                     static_cast<long double>(std::numeric_limits<T>::epsilon());
  return std::fabs(static_cast<long double>(x) - want) <= slack;
}

/// Every reduction of every kind over a, which has elements.
template<class A>
void check_reductions(A const& a) {
  using T = value_of<A>;
  auto const all = summary_of(a);
  auto const count = static_cast<long double>(all.count);
  CHECK(sums_to<T>(eval(sum(a)), all.sum, all));
  CHECK(sums_to<T>(eval(mean(a)), all.sum / count, all));
  CHECK(near<T>(eval(norm(a)), std::sqrt(all.squares), double(all.count)));
  CHECK(eval(min(a)) == T(all.least));
  CHECK(eval(max(a)) == T(all.most));
  CHECK(eval(argmin(a)) == all.first_least);
  CHECK(eval(argmax(a)) == all.first_most);

  auto const row_ok = [&](auto const& f) {
    return [&a, f](auto x, index_t i, index_t) { return f(x, summary_of(row(a, i))); };
  };
  auto const sum_ok = [](T x, summary const& s) { return sums_to(x, s.sum, s); };
  auto const mean_ok = [](T x, summary const& s) {
    return sums_to(x, s.sum / static_cast<long double>(s.count), s);
  };
  auto const norm_ok = [](T x, summary const& s) {
    return near(x, std::sqrt(s.squares), double(s.count));
  };
  auto const least_ok = [](T x, summary const& s) { return x == T(s.least); };
  auto const most_ok = [](T x, summary const& s) { return x == T(s.most); };
  auto const first_least_ok = [](index_t x, summary const& s) { return x == s.first_least; };
  auto const first_most_ok = [](index_t x, summary const& s) { return x == s.first_most; };
  CHECK(wrong_elements(eval(row_sum(a)), row_ok(sum_ok)) == 0);
  CHECK(wrong_elements(eval(row_mean(a)), row_ok(mean_ok)) == 0);
  CHECK(wrong_elements(eval(row_norm(a)), row_ok(norm_ok)) == 0);
  CHECK(wrong_elements(eval(row_min(a)), row_ok(least_ok)) == 0);
  CHECK(wrong_elements(eval(row_max(a)), row_ok(most_ok)) == 0);
  CHECK(wrong_elements(eval(row_argmin(a)), row_ok(first_least_ok)) == 0);
  CHECK(wrong_elements(eval(row_argmax(a)), row_ok(first_most_ok)) == 0);
  CHECK(extents_of(eval(row_sum(a))) == extents{a.rows(), 1});

  auto const col_ok = [&](auto const& f) {
    return [&a, f](auto x, index_t, index_t j) { return f(x, summary_of(col(a, j))); };
  };
  CHECK(wrong_elements(eval(col_sum(a)), col_ok(sum_ok)) == 0);
  CHECK(wrong_elements(eval(col_mean(a)), col_ok(mean_ok)) == 0);
  CHECK(wrong_elements(eval(col_norm(a)), col_ok(norm_ok)) == 0);
  CHECK(wrong_elements(eval(col_min(a)), col_ok(least_ok)) == 0);
  CHECK(wrong_elements(eval(col_max(a)), col_ok(most_ok)) == 0);
  CHECK(wrong_elements(eval(col_argmin(a)), col_ok(first_least_ok)) == 0);
  CHECK(wrong_elements(eval(col_argmax(a)), col_ok(first_most_ok)) == 0);
  CHECK(extents_of(eval(col_sum(a))) == extents{1, a.cols()});
}

}  // namespace

TEST_CASE("every reduction, of rows and of columns in memory") {
  for (index_t cols : {1, 15, 64, 131}) {
    matrix<float> a(7, cols);
    support::fill(a, std::uint64_t(cols));
    check_reductions(a);
    matrix<double, dynamic, dynamic, col_major> b(cols, 6);
    support::fill(b, std::uint64_t(cols));
    check_reductions(b);
  }
}

TEST_CASE("integers: sums wrap, means are double") {
  matrix<int> const n{{4, -7, 2}, {9, 2, -7}};
  static_assert(std::is_same_v<decltype(eval(mean(n))), double>);
  static_assert(std::is_same_v<decltype(eval(argmax(n))), index_t>);
  CHECK(eval(sum(n)) == 3);
  CHECK(eval(mean(n)) == 0.5);
  CHECK(eval(norm(n)) == std::sqrt(203.0));  // 16 + 49 + 4 + 81 + 4 + 49
  CHECK(eval(min(n)) == -7);
  CHECK(eval(argmin(n)) == 1);
  CHECK(eval(row_max(n)) == matrix<int>{{4}, {9}});
  CHECK(eval(row_argmin(n)) == matrix<index_t>{{1}, {2}});
  CHECK(eval(col_sum(n)) == matrix<int>{{13, -5, -5}});
  CHECK(eval(row_mean(n)) == matrix<double>{{-1.0 / 3}, {4.0 / 3}});
  CHECK(eval(sum(cast<int>(matrix<std::uint8_t>{{200, 100}}))) == 300);
  CHECK(eval(mean(n < 3)) == doctest::Approx(4.0 / 6));
  static_assert(std::is_same_v<decltype(eval(sum(n < 3))), index_t>);
  CHECK(eval(sum(n < 3)) == 4);
  CHECK(eval<naive>(sum(n < 3)) == 4);
  CHECK(eval(row_sum(n < 3)) == matrix<index_t>{{2}, {2}});
  CHECK(eval(col_sum(transpose(n) >= 4)) == matrix<index_t>{{1, 1}});
  CHECK(eval(trace(n > 2)) == 1);
  CHECK(eval(norm(n < 3)) == 2.0);
  CHECK(eval(sum(matrix<bool>(20, 30) || (zeros<float>(20, 30) < 1))) == 600);
  matrix<std::complex<double>> const z{{{3, 4}, {0, 0}}, {{-3, 0}, {0, 4}}};
  CHECK(eval(norm(z)) == std::sqrt(50.0));
  CHECK(eval(sum(z)) == std::complex<double>(0, 8));
  CHECK(eval(mean(z)) == std::complex<double>(0, 2));
  CHECK(eval(row_sum(z)) == matrix<std::complex<double>>{{{3, 4}}, {{-3, 4}}});
}

TEST_CASE("the first of equals, and NaN before everything else") {
  for (index_t cols : {3, 40, 200}) {
    matrix<float> a(4, cols);
    for (float& x : a) x = 1;
    a(1, 1) = a(1, cols - 1) = a(2, 0) = 5;
    a(2, 2) = a(3, 1) = -5;
    CHECK(eval(argmax(a)) == cols + 1);
    CHECK(eval(argmin(a)) == 2 * cols + 2);
    CHECK(eval(row_argmax(a)) == matrix<index_t>{{0}, {1}, {0}, {0}});
    CHECK(eval(row_argmin(a)) == matrix<index_t>{{0}, {0}, {2}, {1}});
    auto const down = eval(col_argmax(a));
    CHECK(down(0, 0) == 2);
    CHECK(down(0, 1) == 1);
    CHECK(down(0, 2) == (cols == 3 ? 1 : 0));
    a(2, cols - 1) = a(3, 2) = no_number;
    CHECK(eval(argmax(a)) == 3 * cols - 1);
    CHECK(eval(argmin(a)) == 3 * cols - 1);
    CHECK(eval(row_argmin(a)) == matrix<index_t>{{0}, {0}, {cols - 1}, {2}});
    CHECK(eval(col_argmin(a))(0, 2) == (cols == 3 ? 2 : 3));
    CHECK(std::isnan(eval(min(a))));
    CHECK(std::isnan(eval(max(a))));
    auto const tops = eval(row_max(a));
    CHECK(tops(1, 0) == 5.f);
    CHECK(std::isnan(tops(3, 0)));
    CHECK(std::isnan(eval(col_min(a))(0, 2)));
    CHECK(std::isnan(eval(sum(a))));
  }
  matrix<float> const far{{-infinity, 2, infinity}, {-infinity, -infinity, -infinity}};
  CHECK(eval(row_max(far)) == matrix<float>{{infinity}, {-infinity}});
  CHECK(eval(row_argmax(far)) == matrix<index_t>{{2}, {0}});
  CHECK(eval(col_argmin(far)) == matrix<index_t>{{0, 1, 1}});
  CHECK(eval(col_argmin(transpose(far))) == matrix<index_t>{{0, 0}});
  CHECK(eval(argmax(row(far, 1))) == 0);
  CHECK(std::isnan(eval(sum(row(far, 0)))));
}

TEST_CASE("of nothing: sums are 0, means NaN, extremes errors") {
  matrix<float> const none(0, 3), thin(3, 0);
  CHECK(eval(sum(none)) == 0.f);
  CHECK(eval(norm(thin)) == 0.f);
  CHECK(std::isnan(eval(mean(none))));
  CHECK(eval(row_sum(thin)) == matrix<float>{{0}, {0}, {0}});
  CHECK(eval(col_sum(none)) == matrix<float>{{0, 0, 0}});
  CHECK(extents_of(eval(row_sum(none))) == extents{0, 1});
  CHECK(extents_of(eval(col_max(thin))) == extents{1, 0});
  CHECK(extents_of(eval(row_argmin(none))) == extents{0, 1});
  CHECK(std::isnan(eval(row_mean(thin))(1, 0)));
  CHECK_THROWS_AS(eval(min(none)), shape_error);
  CHECK_THROWS_AS(eval(argmax(thin)), shape_error);
  CHECK_THROWS_AS(eval(row_max(thin)), shape_error);
  CHECK_THROWS_AS(eval(col_argmin(none)), shape_error);
  CHECK(extents_of(eval(softmax(thin))) == extents{3, 0});
  CHECK(extents_of(eval(softmax(none))) == extents{0, 3});
}

TEST_CASE("of trees: sums and products are reduced without being stored") {
  matrix<float> const a{{1, 2}, {3, 4}}, b{{1, -1}, {2, 0}};
  row_vector<float> const r{10, 20};
  // A B = {{5, -1}, {11, -3}}, A + r = {{11, 22}, {13, 24}}
  CHECK(eval(sum(a * b)) == 12.f);
  CHECK(eval(max(a * b)) == 11.f);
  CHECK(eval(argmin(a * b)) == 3);
  CHECK(eval(mean(a + r)) == 17.5f);
  CHECK(eval(row_sum(a * b)) == matrix<float>{{4}, {8}});
  CHECK(eval(col_sum(a * b)) == matrix<float>{{16, -4}});
  CHECK(eval(row_max(abs(a * b))) == matrix<float>{{5}, {11}});
  CHECK(eval(row_argmax(a * b + r)) == matrix<index_t>{{1}, {0}});  // 15 19 | 21 17
  CHECK(eval(col_min(a % b)) == matrix<float>{{1, -2}});
  CHECK(eval(a - row_mean(a)) == matrix<float>{{-0.5f, 0.5f}, {-0.5f, 0.5f}});
  CHECK(eval(a / row_sum(a) * sum(a)) == eval(a * matrix<float>{{1, 0}, {0, 1}} / row_sum(a) * 10));
  CHECK(eval(row_sum(transpose(a))) == matrix<float>{{4}, {6}});
  CHECK(eval(transpose(col_sum(a)) + row_sum(a)) == matrix<float>{{7}, {13}});
  CHECK(eval(max(row_sum(a))) == 7.f);
  CHECK(eval(row_sum(row(a, 0) + 1)) == matrix<float>{{5}});
  CHECK(eval(trace(a)) == 5.f);
  CHECK(eval(trace(a * b)) == 2.f);
  CHECK(eval(trace(a + b)) == 6.f);
  CHECK(eval(trace(matrix<float>{{1, 2, 3}, {4, 5, 6}})) == 6.f);
  matrix<float> tall(300, 5), right(5, 130);
  support::fill(tall, 1), support::fill(right, 2);
  auto const product = eval<naive>(tall * right);
  CHECK(eval(argmax(tall * right)) == eval(argmax(product)));
  CHECK(eval(row_argmin(tall * right)) == eval(row_argmin(product)));
  CHECK(eval(col_max(tall * right)) == eval(col_max(product)));
}

TEST_CASE("parts of trees, and single elements") {
  matrix<float> const a{{1, 2}, {3, 4}}, b{{1, -1}, {2, 0}};
  matrix<float> const ab{{5, -1}, {11, -3}};
  CHECK(eval((a * b)(1, 0)) == 11.f);
  float const sum_at = (a + b)(0, 1);
  CHECK(sum_at == 1.f);
  CHECK(eval(row_sum(a * b)(1, 0)) == 8.f);
  CHECK(eval(transpose(a * b)(0, 1) * 2) == 22.f);
  CHECK(eval(softmax(a - a)(1, 1)) == 0.5f);
  CHECK(eval(row(a * b + 1, 1)) == matrix<float>{{12, -2}});
  CHECK(eval(col(a * b, 1) % col(a, 0)) == matrix<float>{{-1}, {-9}});
  CHECK(eval(block(a * b, 0, 1, 2, 1)) == matrix<float>{{-1}, {-3}});
  CHECK(eval(diagonal(a * b)) == matrix<float>{{5}, {-3}});
  CHECK(eval(diagonal(a - b)) == matrix<float>{{0}, {4}});
  CHECK(eval(reshape(a * b, 1, 4)) == matrix<float>{{5, -1, 11, -3}});
  CHECK(eval(reshape(a + b, 4, 1)) == matrix<float>{{2}, {1}, {5}, {4}});
  CHECK(eval(diagonal(matrix<float>{{1, 2, 3}, {4, 5, 6}} + 1)) == matrix<float>{{2}, {6}});
  matrix<float> c = a;
  diagonal(c) = diagonal(a * b);
  CHECK(c == matrix<float>{{5, 2}, {3, -3}});
  CHECK_THROWS_AS((a * b)(2, 0), shape_error);
  CHECK(ab(1, 1) == eval((a * b)(1, 1)));
}

TEST_CASE("a norm of integers is taken of numbers that can hold their squares") {
  CHECK(eval(norm(matrix<std::int8_t>{{12, -5}})) == 13.0);
  CHECK(eval(norm(matrix<std::uint8_t>{{240, 70}})) == 250.0);
  matrix<int> const large{{60000, -80000}, {0, 5}};
  CHECK(eval(row_norm(large)) == col_vector<double>{100000.0, 5.0});
  CHECK(eval(col_norm(large))(0, 0) == 60000.0);
}

TEST_CASE("softmax") {
  matrix<float> a(5, 67);
  support::fill(a, 3);
  a = a * 20;
  for (index_t j = 0; j < 67; ++j) a(1, j) *= 1e30f, a(2, j) = -3e38f, a(3, j) = j == 5 ? 3e38f : 0;
  auto const p = eval(softmax(a));
  matrix<double, dynamic, dynamic, col_major> q = softmax(cast<double>(a));
  for (index_t i = 0; i < 5; ++i) {
    auto const top = summary_of(row(a, i)).most;
    long double total = 0, of_p = 0;
    for (index_t j = 0; j < 67; ++j) total += std::exp(static_cast<long double>(a(i, j)) - top);
    for (index_t j = 0; j < 67; ++j) {
      auto const want = std::exp(static_cast<long double>(a(i, j)) - top) / total;
      // The exponent has been rounded: that counts as often as it is large.
      double const exponent = double(std::fmin(top - static_cast<long double>(a(i, j)), 110));
      CHECK(near(p(i, j), want, 8 + exponent));
      CHECK(near(q(i, j), want, 8 + exponent));
      of_p += static_cast<long double>(p(i, j));
    }
    CHECK(near(float(of_p), 1, 8));
  }
  auto const even = eval(softmax(matrix<float>{{7, 7, 7, 7}}));
  CHECK(even == matrix<float>{{0.25f, 0.25f, 0.25f, 0.25f}});
  matrix<float> const x{{1, 0}, {0, 1}};
  auto const of_product = eval(softmax(x * x * 1000) * x);
  CHECK(of_product == x);
  matrix<float> in_place{{0, -infinity}, {5, 5}};
  in_place = softmax(in_place);
  CHECK(in_place == matrix<float>{{1, 0}, {0.5f, 0.5f}});
  CHECK(std::isnan(eval(softmax(matrix<float>{{1, no_number}}))(0, 0)));
}
