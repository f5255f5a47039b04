// SPDX-License-Identifier: BSL-1.0
// Element-wise functions against those of the standard library, in all sorts of operands.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/near.hpp"
#include "support/numbers.hpp"

using namespace tessera;
using support::near, support::wrong_elements;

namespace {

template<class T>
constexpr T infinity = std::numeric_limits<T>::infinity();
template<class T>
constexpr T quiet_nan = std::numeric_limits<T>::quiet_NaN();

/// Numbers of both signs and of many sizes, with zeros, infinities and NaN; row after row, whatever
/// the layout.
template<class M>
void fill_widely(M& m, std::uint64_t seed) {
  using T = value_of<M>;
  T const special[] = {0, -T(0), 1, -1, infinity<T>, -infinity<T>, quiet_nan<T>, 80, -80, T(1e-6)};
  support::sequence numbers(seed);
  int n = 0;
  for (index_t i = 0; i < m.rows(); ++i)
    for (index_t j = 0; j < m.cols(); ++j, ++n)
      m(i, j) = n % 4 == 0 ? special[n / 4 % 10]
                           : numbers.next<T>() * (n % 4 == 1   ? T(0.5)
                                                  : n % 4 == 2 ? T(4)
                                                               : T(30));
}

/// What f gives for each element of a.
template<class A, class E, class F>
int faults(A const& a, E const& e, double ulps, F const& f) {
  auto const got = eval(e);
  if (extents_of(got) != extents_of(a)) return -1;
  return wrong_elements(got, [&](auto x, index_t i, index_t j) {
    long double const value = a(i, j);
    return near(x, f(value), ulps);
  });
}

using real = long double;

template<class A>
void check_functions(A const& a) {
  CHECK(faults(a, exp(a), 1.5, [](real x) { return std::exp(x); }) == 0);
  CHECK(faults(a, log(a), 1.5, [](real x) { return std::log(x); }) == 0);
  CHECK(faults(a, sqrt(a), 0.5, [](real x) { return std::sqrt(x); }) == 0);
  CHECK(faults(a, rsqrt(a), 1.5, [](real x) { return 1 / std::sqrt(x); }) == 0);
  CHECK(faults(a, tanh(a), 3, [](real x) { return std::tanh(x); }) == 0);
  CHECK(faults(a, sigmoid(a), 3, [](real x) { return 1 / (1 + std::exp(-x)); }) == 0);
  CHECK(faults(a, gelu(a), 4, [](real x) {
          return x == -infinity<real> ? 0 : x * std::erfc(-x / std::sqrt(2.0L)) / 2;
        }) == 0);
  CHECK(faults(a, abs(a), 0, [](real x) { return std::fabs(x); }) == 0);
  CHECK(faults(a, relu(a), 0, [](real x) { return x < 0 ? 0 : x; }) == 0);
}

}  // namespace

TEST_CASE("functions of one operand: rows, and columns in another layout") {
  matrix<float> a(3, 41);
  fill_widely(a, 1);
  check_functions(a);
  matrix<double, dynamic, dynamic, col_major> c(17, 5);
  fill_widely(c, 2);
  check_functions(transpose(c));
  CHECK(extents_of(eval(exp(matrix<float>(0, 3)))) == extents{0, 3});
  CHECK(extents_of(eval(tanh(matrix<float>(3, 0)))) == extents{3, 0});
}

TEST_CASE("functions of two and three operands, of which rows, columns and numbers stretch") {
  index_t const rows = 5, cols = 37;
  matrix<float> a(rows, cols), b(rows, cols);
  row_vector<float> r(cols);
  col_vector<float> c(rows);
  fill_widely(a, 3), fill_widely(b, 4), fill_widely(r, 5), fill_widely(c, 6);
  auto const least = [](float x, float y) {
    return x != x || y < x ? x != x ? x : y : y != y ? y : x;
  };
  auto const most = [](float x, float y) {
    return x != x || y > x ? x != x ? x : y : y != y ? y : x;
  };
  auto const same = [](float x, float y) { return x == y || (x != x && y != y); };

  auto const chosen = eval(select(a < r, min(a, c), max(b, 2)));
  CHECK(wrong_elements(chosen, [&](float x, index_t i, index_t j) {
          return same(x, a(i, j) < r(j) ? least(a(i, j), c(i)) : most(b(i, j), 2));
        }) == 0);
  auto const bounded = eval(select(c >= b, clamp(a, -1, r % r), max(r, c)));
  CHECK(wrong_elements(bounded, [&](float x, index_t i, index_t j) {
          float const high = r(j) * r(j), y = a(i, j);
          if (!(c(i) >= b(i, j))) return same(x, most(r(j), c(i)));
          // A bound that is NaN is no bound.
          float const low = y < -1 ? -1 : y;
          return same(x, high < low ? high : low);
        }) == 0);
  auto const ordered = eval(select(a <= b, 1, select(0 > r, c, 3)));
  CHECK(wrong_elements(ordered, [&](float x, index_t i, index_t j) {
          return same(x, a(i, j) <= b(i, j) ? 1 : 0 > r(j) ? c(i) : 3);
        }) == 0);
  auto const powers = eval(pow(abs(a), r) + pow(b, 2) + pow(2, c));
  CHECK(wrong_elements(powers, [&](float x, index_t i, index_t j) {
          // Volatile: or else a compiler may make one FMA of the square and the sum.
          float const volatile p = std::pow(std::fabs(a(i, j)), r(j)), q = std::pow(b(i, j), 2.f);
          return same(x, p + q + std::pow(2.f, c(i)));
        }) == 0);
  auto const own = [](auto const& x, auto const& y, auto const& z) { return (x + y) * z; };
  auto const mapped = eval(map(own, a, r, c));
  CHECK(wrong_elements(mapped, [&](float x, index_t i, index_t j) {
          return same(x, (a(i, j) + r(j)) * c(i));
        }) == 0);
}

TEST_CASE("comparisons give matrices of bool") {
  matrix<float> const a{{1, 2, quiet_nan<float>}}, b{{2, 2, 2}};
  CHECK(eval(a < b) == matrix<bool>{{true, false, false}});
  CHECK(eval(a <= b) == matrix<bool>{{true, true, false}});
  CHECK(eval(a > b) == matrix<bool>{{false, false, false}});
  CHECK(eval(2 >= a) == matrix<bool>{{true, true, false}});
  matrix<bool> const mask = a < b;
  CHECK(eval(select(mask, b, 0)) == matrix<float>{{2, 0, 0}});
  CHECK(eval(select(transpose(mask), transpose(b), 0)) == matrix<float>{{2}, {0}, {0}});
}

TEST_CASE("of two numbers a choice has their common type") {
  matrix<float> a(9, 70);
  support::fill(a, 3);
  auto const signs = eval(select(a < 0, -1, 1));
  static_assert(std::is_same_v<value_of<decltype(signs)>, int>);
  CHECK(wrong_elements(
            signs, [&](int x, index_t i, index_t j) { return x == (a(i, j) < 0 ? -1 : 1); }) == 0);
  static_assert(std::is_same_v<value_of<decltype(select(a < 0, 1, 0.5f))>, float>);
  static_assert(std::is_same_v<value_of<decltype(select(a < 0, true, false))>, bool>);
  CHECK(eval(select(a < 2, 1, 0.5)) == eval(ones<double>(9, 70)));
  CHECK(eval<naive>(select(a < 0, -1, 1)) == signs);
  CHECK(eval(sum(select(a < 0, 1, 0))) == eval(sum(a < 0)));
  CHECK(eval(select(a > 2, true, false)) == eval(a > 2));
  matrix<float> const b = a % select(a < 0, -1.f, 1.f);
  CHECK(b == eval(abs(a)));
}

TEST_CASE("element types that are mixed meet in their common one") {
  matrix<float> const f{{0.5f, 2, -3}};
  matrix<double> const d{{0.25, 3, -4}};
  matrix<int> const n{{4, -9, 16}};
  matrix<std::uint8_t> const u{{0, 128, 255}};
  static_assert(std::is_same_v<value_of<decltype(min(f, d))>, double>);
  static_assert(std::is_same_v<value_of<decltype(select(f < d, n, f))>, float>);
  static_assert(std::is_same_v<value_of<decltype(exp(n))>, double>);
  static_assert(std::is_same_v<value_of<decltype(abs(n))>, int>);
  static_assert(std::is_same_v<value_of<decltype(cast<float>(u))>, float>);
  CHECK(eval(min(f, d)) == matrix<double>{{0.25, 2, -4}});
  CHECK(eval(f + d) == matrix<double>{{0.75, 5, -7}});
  CHECK(eval(f + n) == matrix<float>{{4.5f, -7, 13}});
  CHECK(eval(f < n) == matrix<bool>{{true, false, true}});
  CHECK(eval(select(n > 0, f, d)) == matrix<double>{{0.5, 3, -3}});
  CHECK(eval(clamp(n, f, 5)) == matrix<float>{{4, 2, 5}});
  CHECK(eval(sqrt(abs(n))) == matrix<double>{{2, 3, 4}});
  CHECK(eval(pow(n, 2)) == matrix<double>{{16, 81, 256}});
  CHECK(eval(cast<float>(u) / 2) == matrix<float>{{0, 64, 127.5f}});
  CHECK(eval(cast<std::uint8_t>(cast<int>(u) - 128)) == matrix<std::uint8_t>{{128, 0, 127}});
  CHECK(eval(cast<int>(f * 1.5f)) == matrix<int>{{0, 3, -4}});
  CHECK(eval(max(n, 0)) == matrix<int>{{4, 0, 16}});
  CHECK(eval(relu(n)) == matrix<int>{{4, 0, 16}});
  matrix<std::complex<float>> const z{{{3, 4}, {0, -2}}};
  static_assert(std::is_same_v<value_of<decltype(abs(z))>, float>);
  CHECK(eval(abs(z)) == matrix<float>{{5, 2}});
  CHECK(eval(cast<std::complex<double>>(f)) ==
        matrix<std::complex<double>>{{{0.5, 0}, {2, 0}, {-3, 0}}});
}

TEST_CASE(
    "integers are compared with numbers that they can be, with fractions, and with nothing else") {
  matrix<std::uint8_t> const u{{1, 200}, {255, 44}};
  CHECK(eval(sum(u < 200)) == 2);
  CHECK(eval(sum(255 >= u)) == 4);
  CHECK(eval(sum(u > 44.5)) == 2);
  CHECK(eval(clamp(u, 2, 255)) == matrix<std::uint8_t>{{2, 200}, {255, 44}});
  CHECK_THROWS_WITH_AS((void)(u < 256),
                       "A < s, max(A, s), clamp(A, s, t) and their like: numbers must be values "
                       "that an element of A can have; cast A first",
                       std::out_of_range);
  CHECK_THROWS_AS((void)(-1 < u), std::out_of_range);
  CHECK_THROWS_AS((void)max(u, 300), std::out_of_range);
  CHECK_THROWS_AS((void)clamp(u, -1, 255), std::out_of_range);
  CHECK_THROWS_AS((void)clamp(u, 0, 256), std::out_of_range);
  matrix<int> const i{{1}}, negative{{-1}};
  CHECK_THROWS_AS((void)(i < 3000000000L), std::out_of_range);
  CHECK_THROWS_AS((void)(negative < 4294967295u), std::out_of_range);
  CHECK(eval(sum(negative < 0u)) == 1);
  matrix<bool> const b{{true}};
  CHECK_THROWS_AS((void)(b < 2), std::out_of_range);
}

TEST_CASE("functions of products and of numbers") {
  matrix<float> const a{{1, 2}, {3, 4}}, b{{1, -1}, {-1, 1}};
  // A B = {{-1, 1}, {-1, 1}}
  CHECK(eval(abs(a * b) + max(a * b, 0)) == matrix<float>{{1, 2}, {1, 2}});
  CHECK(eval(select(a * b > 0, a, -a)) == matrix<float>{{-1, 2}, {-3, 4}});
  CHECK(eval(clamp(a * a, 8, 20)) == matrix<float>{{8, 10}, {15, 20}});  // 7 10 15 22
  float const root = sqrt(sum(a) - 1);
  CHECK(root == 3.f);
  CHECK(eval(max(sum(a), 11)) == 11.f);
  CHECK(eval(sqrt(matrix<float>{{4}, {9}})) == matrix<float>{{2}, {3}});
}
