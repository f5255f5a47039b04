// SPDX-License-Identifier: BSL-1.0
// C = e where e may not be written to C itself: every kind of memory that it goes to instead, and
// every way in which C may lie.

#include <doctest/doctest.h>

#include <complex>
#include <tessera/tessera.hpp>

using namespace tessera;

namespace {

/// c holds 1, 2, 3, ... row after row, and begins again at 97.
template<class C>
void count_up(C&& c) {
  int next = 0;
  for (index_t i = 0; i < c.rows(); ++i)
    for (index_t j = 0; j < c.cols(); ++j) c(i, j) = value_of<C>(++next % 97);
}

/// What c = transpose(c) * 2 and c = c * c have to be, for a square c, one number at a time.
template<class C>
void check_square(C&& c) {
  using T = value_of<C>;
  index_t const n = c.rows();
  auto* const where = &c(0, 0);
  count_up(c);
  matrix<T> const before = c;
  c = transpose(c) * T(2);
  for (index_t i = 0; i < n; ++i)
    for (index_t j = 0; j < n; ++j) CHECK(c(i, j) == before(j, i) * T(2));
  matrix<T> const again = c;
  c = c * c;
  for (index_t i = 0; i < n; ++i)
    for (index_t j = 0; j < n; ++j) {
      T sum(0);
      for (index_t p = 0; p < n; ++p) sum += again(i, p) * again(p, j);
      CHECK(c(i, j) == sum);
    }
  CHECK(&c(0, 0) == where);
}

}  // namespace

TEST_CASE("what C still reads is not overwritten, however C lies, and C stays where it is") {
  matrix<int, 4, 4> known;
  check_square(known);
  matrix<int, 4, 4, col_major> known_in_columns;
  check_square(known_in_columns);
  static matrix<int, 80, 80> known_and_large;
  check_square(known_and_large);
  matrix<int> rows(5, 5);
  check_square(rows);
  matrix<int, dynamic, dynamic, col_major> columns(5, 5);
  check_square(columns);
  matrix<int, dynamic, 3> half_known(3, 3);
  check_square(half_known);
  matrix<std::complex<double>> complex(3, 3);
  check_square(complex);
  matrix<int> empty(0, 0);
  empty = empty * empty;
  CHECK(empty.size() == 0);
}

TEST_CASE("a view is written where it is, and nothing beside it") {
  auto const check = [](auto& whole, auto const& part) {
    count_up(whole);
    auto const before = whole;
    check_square(part);
    int others = 0, same = 0;
    for (index_t i = 0; i < whole.rows(); ++i)
      for (index_t j = 0; j < whole.cols(); ++j) {
        auto const* const p = &whole(i, j);
        bool inside = false;
        for (index_t k = 0; k < part.rows(); ++k)
          for (index_t l = 0; l < part.cols(); ++l) inside |= p == &part(k, l);
        others += !inside, same += !inside && whole(i, j) == before(i, j);
      }
    CHECK(others == whole.size() - part.rows() * part.cols());
    CHECK(same == others);
  };
  matrix<int> rows(7, 9);
  check(rows, block(rows, 1, 2, 5, 5));
  check(rows, matrix_view<int, shape<3, 3>, strides<dynamic, 1>>(&rows(1, 2), {3, 3}, 9, 1));
  matrix<int, dynamic, dynamic, col_major> columns(7, 9);
  check(columns, block(columns, 2, 1, 4, 4));
  matrix<int, 6, 6> known;
  check(known, matrix_view<int, shape<4, 4>, strides<6, 1>>(&known(1, 1), {4, 4}, 6, 1));
  check(known, block(known, 0, 2, 3, 3));
  matrix<int> strided(8, 8);
  check(strided, matrix_view<int, shape<dynamic, dynamic>, strides<dynamic, dynamic>>(
                     strided.data(), {4, 4}, 16, 2));
}

TEST_CASE("a matrix of another shape is replaced once its old elements have been read") {
  matrix<int> a{{1, 2}, {3, 4}};
  matrix<int> const b{{1, 0, 2}, {0, 1, 3}};
  a = a * b;
  CHECK(a == matrix<int>{{1, 2, 8}, {3, 4, 18}});
  a = transpose(a);
  CHECK(a == matrix<int>{{1, 3}, {2, 4}, {8, 18}});
  col_vector<int> x{1, 2, 3};
  x = transpose(a) * x;
  CHECK(x == col_vector<int>{29, 65});
}

TEST_CASE("a workspace of one's own lends the memory") {
  matrix<double> a(40, 40), b(40, 40);
  count_up(a), count_up(b);
  matrix<double> const product = a * b;
  workspace ws;
  assign(ws, a, a * b);
  CHECK(a == product);
  CHECK(ws.bytes() >= 40 * 40 * index_t(sizeof(double)));
  auto const held = ws.bytes();
  assign(ws, b, transpose(b));
  CHECK(ws.bytes() == held);
  CHECK(b(0, 1) == 41);
}
