// SPDX-License-Identifier: BSL-1.0
// The whole language in constant expressions.

#include "support/types.hpp"

using namespace tessera;

namespace {
constexpr matrix A({{1.f, -2.f, 3.f}, {-4.f, 5.f, 6.f}});
constexpr matrix B({{1.f, 0.f}, {0.f, 1.f}, {2.f, 2.f}});
constexpr matrix S({{4, 9}, {16, 0}});
constexpr matrix D({{4.0, 9.0}, {16.0, 0.25}});
constexpr row_vector<float, 3> r{10, 20, 30};
constexpr col_vector<float, 2> c{1, 2};
}  // namespace

// A B = {{7, 4}, {8, 17}}
static_assert(eval(A * B) == matrix({{7.f, 4.f}, {8.f, 17.f}}));

// reductions
static_assert(eval(sum(A)) == 9 && eval(mean(A)) == 1.5f && eval(min(A)) == -4 &&
              eval(max(A)) == 6);
static_assert(eval(argmax(A)) == 5 && eval(argmin(A)) == 3 && eval(trace(A)) == 6);
static_assert(eval(sum(S)) == 29 && eval(mean(S)) == 7.25 && eval(argmax(S)) == 2);
static_assert(eval(norm(matrix({{3.0, 0.0}, {0.0, 4.0}}))) == 5);
static_assert(eval(row_sum(A)) == matrix({{2.f}, {7.f}}));
static_assert(eval(row_mean(S)) == matrix({{6.5}, {8.0}}));
static_assert(eval(col_max(A)) == matrix({{1.f, 5.f, 6.f}}));
static_assert(eval(col_sum(A * B)) == matrix({{15.f, 21.f}}));
static_assert(eval(row_argmin(A)) == matrix({{index_t(1)}, {index_t(0)}}));
static_assert(eval(col_argmax(A)) == matrix({{index_t(0), index_t(1), index_t(1)}}));
static_assert(eval(row_sum(transpose(A))) == matrix({{-3.f}, {3.f}, {9.f}}));
static_assert(eval(col_max(transpose(A))) == matrix({{3.f, 6.f}}));
static_assert(eval(trace(A * B)) == 24 && eval(max(A * B)) == 17);
static_assert(eval(dot(r, r)) == 1400);

// functions
static_assert(eval(abs(A)) == matrix({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}}));
static_assert(eval(clamp(A, -1, 4)) == matrix({{1.f, -1.f, 3.f}, {-1.f, 4.f, 4.f}}));
static_assert(eval(sqrt(D)) == matrix({{2.0, 3.0}, {4.0, 0.5}}));
static_assert(eval(rsqrt(D)) == matrix({{0.5, 1 / 3.0}, {0.25, 2.0}}));
static_assert(eval(min(A, c)) == matrix({{1.f, -2.f, 1.f}, {-4.f, 2.f, 2.f}}));
static_assert(eval(max(A, 0)) == eval(relu(A)));
static_assert(eval(A < 3) == matrix({{true, true, false}, {true, false, false}}));
static_assert(eval(A >= c) == matrix({{true, false, true}, {false, true, true}}));
static_assert(eval(select(A > 0, r, A)) == matrix({{10.f, -2.f, 30.f}, {-4.f, 20.f, 30.f}}));
static_assert(eval(cast<int>(D)) == matrix({{4, 9}, {16, 0}}));
static_assert(eval(S + D) == matrix({{8.0, 18.0}, {32.0, 0.25}}));
static_assert(eval(exp(matrix({{0.0, 0.0}}))) == matrix({{1.0, 1.0}}));
static_assert(eval(log(matrix({{1.0, 1.0}}))) == matrix({{0.0, 0.0}}));
static_assert(eval(tanh(matrix({{0.f, 100.f}}))) == matrix({{0.f, 1.f}}));
static_assert(eval(sigmoid(matrix({{0.f, 200.f}}))) == matrix({{0.5f, 1.f}}));
static_assert(eval(map([](auto x, auto y, auto z) { return x * y + z; }, A, r, c)) ==
              matrix({{11.f, -39.f, 91.f}, {-38.f, 102.f, 182.f}}));

// generators
static_assert(eval(identity<float, 2>()) == matrix({{1.f, 0.f}, {0.f, 1.f}}));
static_assert(eval(zeros<int, 1, 2>()) == matrix({{0, 0}}));
static_assert(eval(constant<2, 1>(3.f) + c) == matrix({{4.f}, {5.f}}));
static_assert(eval(A * B + identity<float, 2>()) == matrix({{8.f, 4.f}, {8.f, 18.f}}));
static_assert(eval(diagonal_matrix(c) * A) == matrix({{1.f, -2.f, 3.f}, {-8.f, 10.f, 12.f}}));
static_assert(eval(diagonal_matrix(c)) == matrix({{1.f, 0.f}, {0.f, 2.f}}));

// products: chains, sums, their own transposes; parts and elements
static_assert(eval(A * B * A) == matrix({{-9.f, 6.f, 45.f}, {-60.f, 69.f, 126.f}}));
static_assert(eval(A * B + A * B) == matrix({{14.f, 8.f}, {16.f, 34.f}}));
static_assert(eval(A * B - c * transpose(c)) == matrix({{6.f, 2.f}, {6.f, 13.f}}));
static_assert(eval(A * transpose(A)) == matrix({{14.f, 4.f}, {4.f, 77.f}}));
static_assert(eval((A * B)(1, 0)) == 8 && eval((A + A)(0, 2)) == 6);
static_assert(eval(row(A * B, 1)) == matrix({{8.f, 17.f}}));
static_assert(eval(diagonal(A * B)) == matrix({{7.f}, {17.f}}));
