// SPDX-License-Identifier: BSL-1.0
// A matrix times a column, in 64 bytes of lanes where its rows are contiguous, and a row times a
// matrix, each sum in order: against the definitions, around the edges of lanes and of the rows
// that are read together.

#include "kernel/product.hpp"

namespace {

template<class T>
void check_vectors(index_t m, index_t k) {
  CAPTURE(m);
  CAPTURE(k);
  matrix<T> a(m, k);
  col_vector<T> x(k), y(m), want(m), in_order(m), chains(k);
  support::fill(a, std::uint64_t(m + 31 * k)), support::fill(x, std::uint64_t(7 * k));
  support::fill(y, std::uint64_t(m));
  matrix<T> const at = transpose(a);
  for (index_t i = 0; i < m; ++i) {
    want(i, 0) = expected_dot<T, 64>(a, x, i, 0);
    in_order(i, 0) = expected_element<T>(a, x, i, 0);
  }
  for (index_t j = 0; j < k; ++j) chains(j, 0) = expected_element<T>(at, y, j, 0);

  CHECK(support::same_bits(eval(a * x), want));
  CHECK(support::same_bits(eval(transpose(a) * y), chains));
  CHECK(support::same_bits(eval(transpose(y) * a), matrix<T>(transpose(chains))));
  CHECK(support::same_bits(eval(transpose(x) * transpose(a)), matrix<T>(transpose(want))));
  matrix<T, dynamic, dynamic, col_major> const columns = a;
  CHECK(support::same_bits(eval(columns * x), in_order));

  // Strided vectors, a matrix with a gap behind each row, an epilogue.
  T const border = T(7);
  framed<T> inner(m, k, border), from(k, 1, border), to(m, 1, border);
  inner.inside() = a, from.inside() = x;
  col(to.inside(), 0) = inner.inside() * col(from.inside(), 0);
  CHECK(support::same_bits(to.inside(), want));
  CHECK(to.border_is(border));
  col_vector<T> doubled(m);
  for (index_t i = 0; i < m; ++i) doubled(i, 0) = sum_of(want(i, 0), y(i, 0));
  CHECK(support::same_bits(eval(a * x + y), doubled));
}

template<class T>
void check_type() {
  constexpr index_t lanes = 64 / sizeof(T), batch_lanes = lanes_of<batch<T>>;
  for (index_t m :
       {index_t(0), index_t(1), index_t(3), index_t(4), index_t(8), lanes + 1, 2 * lanes + 3})
    for (index_t k : {index_t(0), index_t(1), batch_lanes - 1, batch_lanes + 1, lanes - 1, lanes,
                      lanes + 1, 4 * lanes, 5 * lanes + batch_lanes + 1})
      check_vectors<T>(m, k);
}

}  // namespace

TEST_CASE("products with a vector have the definition's bits") {
  check_type<float>();
  check_type<double>();
  check_type<std::int32_t>();
}

TEST_CASE("products with a vector have them beyond L2, too") {
  check_vectors<float>(400, 700);
  check_vectors<double>(130, 1031);
}
