// SPDX-License-Identifier: BSL-1.0
// Products of known extents, in straight-line code: the bits of `naive`, and nothing beside the
// result is touched.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

template<class T, index_t R, index_t C>
matrix<T, R, C> fixed(std::uint64_t seed) {
  matrix<T, R, C> m;
  support::fill(m, seed);
  return m;
}

template<class T, index_t M, index_t K, index_t N>
void check_product() {
  CAPTURE(M);
  CAPTURE(K);
  CAPTURE(N);
  auto const a = fixed<T, M, K>(1);
  auto const b = fixed<T, K, N>(2);
  // What lies beside C: an element of its own alignment in front and behind.
  struct {
    T before;
    matrix<T, M, N> c;
    T after;
  } guarded{T(7), {}, T(9)};
  guarded.c = a * b;
  CHECK(support::same_bits(guarded.c, eval<naive>(a * b)));
  CHECK(guarded.before == T(7));
  CHECK(guarded.after == T(9));
}

}  // namespace

TEST_CASE("products of known extents") {
  check_product<float, 1, 1, 1>();
  check_product<float, 2, 2, 2>();
  check_product<float, 3, 3, 3>();
  check_product<float, 8, 8, 8>();
  check_product<float, 2, 9, 13>();
  check_product<float, 7, 17, 18>();
  check_product<float, 13, 31, 27>();
  check_product<float, 33, 32, 32>();  // not any more
  check_product<double, 3, 3, 3>();
  check_product<double, 5, 3, 7>();
  check_product<double, 5, 7, 11>();  // three lanes of the last batch
  check_product<double, 4, 3, 10>();
  check_product<float, 6, 5, 19>();
  check_product<double, 32, 32, 32>();
  check_product<std::int32_t, 4, 4, 4>();
  check_product<std::int32_t, 5, 6, 7>();
}

TEST_CASE("products of known extents, with all that may be around them") {
  auto const a = fixed<float, 5, 6>(1);
  auto const b = fixed<float, 6, 11>(2);
  auto const r = fixed<float, 1, 11>(3);
  auto const x = fixed<float, 5, 1>(4);
  CHECK(support::same_bits(eval(relu(a * b + r) * 2), eval<naive>(relu(a * b + r) * 2)));
  CHECK(support::same_bits(eval(cast<double>(a * b) - x), eval<naive>(cast<double>(a * b) - x)));
  auto c = fixed<float, 5, 11>(5), d = c;
  c -= 3 * (a * b);
  assign<naive>(d, d - 3 * (a * b));
  CHECK(support::same_bits(c, d));
  matrix<float, 5, 11, col_major> columns;
  columns = a * b;
  CHECK(columns == eval<naive>(a * b));
  auto const t = fixed<float, 6, 5>(6);
  auto const u = fixed<float, 11, 6>(7);
  CHECK(support::same_bits(eval(transpose(t) * b), eval<naive>(transpose(t) * b)));
  CHECK(support::same_bits(eval(a * transpose(u)), eval<naive>(a * transpose(u))));
  // A destination whose extents are those of the value at run time.
  matrix<float> fits(2, 2), place(9, 20);
  fits = a * b;
  CHECK(support::same_bits(fits, eval<naive>(a * b)));
  block(place, 1, 2, 5, 11) = a * b;
  CHECK(support::same_bits(eval(block(place, 1, 2, 5, 11)), eval<naive>(a * b)));
  CHECK(place(1, 13) == 0);
  CHECK(place(6, 2) == 0);
  // Rows that lie apart.
  matrix<float> large(20, 30);
  support::fill(large, 8);
  auto const part = view(large.data() + 31, 6, 11, 30);
  CHECK(support::same_bits(eval(a * part), eval<naive>(a * part)));
}

namespace {

/// C = A B where C begins `shift` elements behind A or B, or as much in front, and is square as
/// they are: as if it lay elsewhere.
template<class T, index_t N>
void check_overlap() {
  CAPTURE(N);
  constexpr index_t size = N * N;
  auto const drawn = fixed<T, 1, 3 * size>(std::uint64_t(N));
  for (index_t shift = -size; shift <= size; ++shift)
    for (bool left : {true, false}) {
      CAPTURE(shift);
      auto memory = drawn;
      using square = shape<N, N>;
      auto const at = [&](index_t first) {
        return matrix_view<T, square, strides<N, 1>>(memory.data() + first, {N, N}, N, 1);
      };
      auto const other = fixed<T, N, N>(7);
      matrix<T, N, N> const factor = at(size);
      auto const want = left ? eval<naive>(factor * other) : eval<naive>(other * factor);
      auto const c = at(size + shift);
      if (left) c = at(size) * other;
      else c = other * at(size);
      CHECK(support::same_bits(matrix<T, N, N>(c), want));
    }
}

}  // namespace

TEST_CASE("a product of known extents may be written to one of its factors, or to parts of it") {
  check_overlap<float, 2>();
  check_overlap<float, 4>();
  check_overlap<float, 7>();
  check_overlap<double, 3>();
  check_overlap<double, 9>();
  check_overlap<std::int32_t, 5>();
  check_overlap<float, 12>();  // tiles below each other
  auto a = fixed<float, 3, 3>(1);
  auto const b = fixed<float, 3, 3>(2);
  auto const want = eval<naive>(a * b);
  a *= b;
  CHECK(support::same_bits(a, want));
  auto c = fixed<double, 3, 3>(3);
  auto const squared = eval<naive>(c * c);
  c = c * c;
  CHECK(support::same_bits(c, squared));
  CHECK_THROWS_AS(noalias(c) = c * c, alias_error);
  static_assert(eval(matrix({{1, 2}, {3, 4}}) * matrix({{5}, {6}})) == matrix({{17}, {39}}));
}
