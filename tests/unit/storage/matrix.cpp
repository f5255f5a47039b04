// SPDX-License-Identifier: BSL-1.0
// Matrices: extents, layout, construction, copies and moves.

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "support/numbers.hpp"

using namespace tessera;

static_assert(sizeof(matrix<float, 3, 3>) == 9 * sizeof(float));
static_assert(alignof(matrix<float, 4, 4>) == 64 && alignof(matrix<float, 3, 3>) == 4);
static_assert(std::is_trivially_copyable_v<matrix<double, 2, 2>>);
static_assert(std::is_nothrow_move_constructible_v<matrix<float>>);

TEST_CASE("a new matrix holds zeros") {
  matrix<float> const a(3, 5);
  CHECK(a.rows() == 3);
  CHECK(a.cols() == 5);
  CHECK(a.size() == 15);
  for (float const x : a) CHECK(x == 0.f);
  matrix<int, 2, 2> const b;
  for (int const x : b) CHECK(x == 0);
  CHECK(matrix<float>().size() == 0);
  CHECK(matrix<float, dynamic, 3>().cols() == 3);
  CHECK(matrix<float, dynamic, 3>().rows() == 0);
}

TEST_CASE("elements lie as the layout says") {
  matrix<int> const a{{1, 2, 3}, {4, 5, 6}};
  CHECK(std::string(reinterpret_cast<char const*>(a.data()), sizeof(int)) ==
        std::string(reinterpret_cast<char const*>(&a(0, 0)), sizeof(int)));
  CHECK(&a(1, 0) - &a(0, 0) == 3);
  CHECK(a.stride() == 3);
  matrix<int, dynamic, dynamic, col_major> const b{{1, 2, 3}, {4, 5, 6}};
  CHECK(&b(1, 0) - &b(0, 0) == 1);
  CHECK(&b(0, 1) - &b(0, 0) == 2);
  CHECK(b.stride() == 2);
  CHECK(b(1, 2) == 6);
  CHECK(a == b);
  CHECK(reinterpret_cast<std::uintptr_t>(matrix<std::int8_t>(3, 3).data()) % 64 == 0);
}

TEST_CASE("nested braces deduce static extents, or fill run-time ones") {
  matrix const m({{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}});
  static_assert(std::is_same_v<decltype(m), matrix<float, 3, 2> const>);
  CHECK(m(2, 1) == 6.f);
  matrix<float> const r{{1, 2}, {3, 4}};
  CHECK(r(1, 0) == 3.f);
  row_vector<float> const b{1, 2, 3};
  CHECK(b.cols() == 3);
  CHECK(b(2) == 3.f);
  col_vector<double, 2> const c{7, 8};
  CHECK(c(1, 0) == 8.0);
  CHECK(row_vector<float>(128).cols() == 128);
  CHECK(col_vector<float>(128).rows() == 128);
}

TEST_CASE("shapes that cannot be are refused, with both shapes") {
  auto const message = [](auto const& f) -> std::string {
    try {
      f();
    } catch (shape_error const& e) {
      return e.what();
    }
    return "";
  };
  CHECK(message([] { matrix<float>(-1, 2); }) ==
        "matrix: an extent must not be negative; it is -1 x 2");
  CHECK(message([] { matrix<float, 2>(3, 4); }) ==
        "matrix: a run-time extent must equal the known one; they are 2 x 4 and 3 x 4");
  CHECK(message([] { matrix<float>{{1, 2}, {3}}; }) ==
        "matrix: all rows of an initialiser must have the same length; they are 1 x 2 and 1 x 1");
  CHECK_THROWS_AS(matrix<double>(index_t(1) << 40, index_t(1) << 40), std::bad_alloc);
  CHECK_THROWS_AS(matrix<double>(index_t(1) << 30, index_t(1) << 30), std::bad_alloc);
}

TEST_CASE("copies are deep, moves leave nothing behind") {
  matrix<float> a{{1, 2}, {3, 4}};
  matrix<float> b = a;
  b(0, 0) = 9;
  CHECK(a(0, 0) == 1.f);
  auto const* const memory = a.data();
  matrix<float> const c = std::move(a);
  CHECK(c.data() == memory);
  CHECK(a.size() == 0);
  a = c;
  CHECK(a == c);
  auto const& same = a;
  a = same;
  CHECK(a == c);
  b = std::move(a);
  CHECK(b == c);
  CHECK(a.rows() == 0);
}

TEST_CASE("a copy into a matrix of equal size keeps its memory") {
  matrix<float> const a{{1, 2, 3}, {4, 5, 6}};
  matrix<float> b(2, 3), turned(3, 2), small(1, 1);
  auto const* const memory = b.data();
  b = a;
  CHECK(b == a);
  CHECK(b.data() == memory);
  turned = a;
  CHECK(turned == a);
  small = a;
  CHECK(small == a);
  small = matrix<float>();
  CHECK(small.size() == 0);
}

TEST_CASE("user types with + and * are elements") {
  struct modular {
    int n = 0;
    modular() = default;
    constexpr modular(int x) : n(x % 7) {}
    constexpr modular operator+(modular o) const { return {n + o.n}; }
    constexpr modular operator*(modular o) const { return {n * o.n}; }
    constexpr bool operator==(modular const&) const = default;
  };
  matrix<modular> const a{{1, 2}, {3, 4}}, b{{5, 6}, {0, 1}};
  matrix<modular> const want{{5, 1}, {1, 1}};  // 5+0, 6+2=8, 15+0, 18+4=22, modulo 7
  CHECK(eval<naive>(a * b) == want);
  CHECK(eval<dot_inner>(a * b) == want);
  CHECK(eval<tiled>(a * b) == want);
  CHECK(eval<tiled>(a * b + a) == matrix<modular>{{6, 3}, {4, 5}});
}

TEST_CASE("user types with an order have a magnitude") {
  struct debt {
    int n = 0;
    debt() = default;
    constexpr debt(int x) : n(x) {}
    constexpr debt operator-(debt o) const { return {n - o.n}; }
    constexpr auto operator<=>(debt const&) const = default;
  };
  CHECK(eval(abs(matrix<debt>{{-3, 0, 2}})) == matrix<debt>{{3, 0, 2}});
}
