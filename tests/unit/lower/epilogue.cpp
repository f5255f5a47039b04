// SPDX-License-Identifier: BSL-1.0
// The tree around a product is applied to its accumulators: the value of the tree as it was
// written, for all shapes.

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;
using namespace tessera::kernel;
using namespace tessera::simd;

template<class T, class P>
void check_epilogues(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  matrix<T> a(m, k), b(k, n), r(m, n);
  row_vector<T> bias(n);
  col_vector<T> gain(m);
  support::fill(a, 1), support::fill(b, 2), support::fill(r, 3), support::fill(bias, 4),
      support::fill(gain, 5);
  matrix<T> const product =
      eval<naive>(a * b);  // each stage by itself is the reference for the fused whole
  CHECK(support::same_bits(eval<P>(a * b + bias), eval<naive>(product + bias)));
  CHECK(support::same_bits(eval<P>(r - T(3) * (a * b)),
                           eval<naive>(r - eval<naive>(T(3) * product))));
  CHECK(support::same_bits(eval<P>(gain % (a * b) % r + bias),
                           eval<naive>(eval<naive>(eval<naive>(gain % product) % r) + bias)));
  CHECK(
      support::same_bits(eval<P>(map([](auto const& x, auto const& y) { return x - y; }, r, a * b)),
                         eval<naive>(r - product)));
  CHECK(support::same_bits(eval<P>(transpose(a * b + bias)),
                           eval(transpose(eval<naive>(product + bias)))));
  matrix<T, dynamic, dynamic, col_major> lying(m, n);
  assign<P>(lying, a * b + bias);
  CHECK(support::same_bits(lying, eval<naive>(product + bias)));
  matrix<T> c = r;
  c -= a * b;
  CHECK(support::same_bits(c, eval<naive>(r - product)));
  if constexpr (!is_complex<T>)
    CHECK(support::same_bits(eval<P>(relu(a * b + bias)),
                             eval<naive>(relu(eval<naive>(product + bias)))));
}

TEST_CASE_TEMPLATE("epilogues by the tile", T, float, std::complex<float>) {
  constexpr index_t nr = blocking<tiled, T>::nr, mr = blocking<tiled, T>::mr,
                    kc = blocking<tiled, T>::kc_in_place;
  // One row; a tile of full height and two lower ones. One to four batches, and five as three and
  // two.
  for (index_t m : {index_t(1), 2 * mr + 1})
    for (index_t n : {index_t(1), nr - 1, nr + 3})
      for (index_t k : {index_t(0), index_t(3), kc + 1}) check_epilogues<T, tiled>(m, k, n);
}

TEST_CASE("an epilogue reads the destination while unfinished sums wait elsewhere") {
  using small_blocks = tiled_by<4, 16, 8, 8, 16>;
  matrix<float> a(19, 35), b(35, 37), c(19, 37);
  support::fill(a, 1), support::fill(b, 2), support::fill(c, 3);
  matrix<float> const before = c;
  assign<small_blocks>(c, c + a * b % c);
  CHECK(support::same_bits(c, eval<naive>(before + eval<naive>(eval<naive>(a * b) % before))));
}

TEST_CASE("what an epilogue cannot take in is evaluated first") {
  matrix<float> a(5, 4), b(4, 6), c(5, 4), d(4, 6);
  support::fill(a, 1), support::fill(b, 2), support::fill(c, 3), support::fill(d, 4);
  matrix<float> const ab = eval<naive>(a * b), cd = eval<naive>(c * d);
  CHECK(support::same_bits(eval(a * b + c * d, rules::exact), eval(ab + cd)));
  float const total = eval(sum(cd));
  CHECK(support::same_bits(eval(a * b + sum(c * d), rules::exact), eval(ab + total)));
  // A row that is a product stretches down a matrix: it cannot be the accumulator of each of its
  // rows.
  row_vector<float, 5> const x{1, 2, 3, 4, 5};
  auto const stretched = eval(ab + x * ab);
  CHECK(support::same_bits(stretched, eval(ab + eval<naive>(x * ab))));
  CHECK(support::same_bits(eval((a * b) * transpose(ab), rules::exact), eval(ab * transpose(ab))));
}

TEST_CASE(
    "exact rules leave the order of every sum, and the sign of every zero, as it is written") {
  // Summed from left to right this is 1, in lanes 2.
  matrix<float> const a{{1e8f, 1, -1e8f, 1}}, b{{1, 1}, {1, 1}, {1, 1}, {1, 1}};
  auto const same = [](auto const& e) {
    return support::same_bits(eval(e, rules::exact), eval(e, rules::none));
  };
  CHECK(same(col(a * b, 0)));
  CHECK(same(row(transpose(b) * transpose(a), 1)));
  CHECK(same(transpose(a * b)));
  CHECK(same(transpose(a * b * col_vector<float>{1, 2})));
  CHECK(same(col(relu(a * b + row_vector<float>{1, 2}), 1)));
  CHECK(same(transpose(row_sum(a * b))));
  col_vector<float> const minus_one{-1.f}, zero{0.f};
  CHECK(same(minus_one * transpose(zero)));
  CHECK(!std::signbit(eval(minus_one * transpose(zero), rules::exact)(0, 0)));
}
