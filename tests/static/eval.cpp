// SPDX-License-Identifier: BSL-1.0
// Static matrices in constant expressions: every policy computes as naive does.

#include "support/types.hpp"

using namespace support;

namespace {
constexpr matrix A({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}});
constexpr matrix B({{1.f, 0.f}, {0.f, 1.f}, {2.f, 2.f}});
constexpr matrix AB({{7.f, 8.f}, {16.f, 17.f}});
constexpr row_vector<float, 2> bias{-10, -10};
}  // namespace

static_assert(eval<naive>(A * B) == AB);
static_assert(eval<dot_inner>(A * B) == AB);
static_assert(eval<tiled>(A * B) == AB);
static_assert(eval<tiled_by<4, 16, 64>>(A * B) == AB);
static_assert(eval(relu(A * B + bias)) == matrix({{0.f, 0.f}, {6.f, 7.f}}));
static_assert(eval(transpose(A * B)) == matrix({{7.f, 16.f}, {8.f, 17.f}}));
static_assert(eval((A + A) % A - 2 * A) == matrix({{0.f, 4.f, 12.f}, {24.f, 40.f, 60.f}}));
static_assert(eval(sum(A)) == 21.f && eval(dot(row(A, 0), row(A, 1))) == 32.f);
static_assert(eval(map([](auto const& x) { return x * x; }, A)) ==
              matrix({{1.f, 4.f, 9.f}, {16.f, 25.f, 36.f}}));
static_assert(eval(A * B * AB) == matrix({{177.f, 192.f}, {384.f, 417.f}}));
static_assert(eval(col(A, 1)) == matrix({{2.f}, {5.f}}));

// fused where the machine fuses, in constant expressions too
constexpr double tenth = 0.1;
static_assert((eval(matrix({{tenth, 1.0}}) * matrix({{1.0}, {0.0}})) == matrix({{0.1}})));
static_assert(!has_fma || eval(matrix({{-0.01, tenth}}) * matrix({{1.0}, {tenth}}))(0, 0) !=
                              tenth * tenth - 0.01);

// assignment, aliasing and compound assignment
constexpr auto squared() {
  matrix m({{1.0, 1.0}, {1.0, 0.0}});
  m = m * m;
  m += m;
  row(m, 0) = row(m, 1);
  m *= 2;
  return m;
}
static_assert(squared() == matrix({{4.0, 4.0}, {4.0, 4.0}}));

// the result's type
static_assert(std::is_same_v<decltype(eval(A * B)), matrix<float, 2, 2>>);
static_assert(
    std::is_same_v<decltype(eval(std::declval<matrix<float>>() * B)), matrix<float, dynamic, 2>>);
static_assert(std::is_same_v<decltype(eval(sum(A))), float>);
