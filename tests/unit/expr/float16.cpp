// SPDX-License-Identifier: BSL-1.0
// Fractions in 16 bits: what they round to, and that everything is computed with the floats that
// they stand for.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

/// The nearest value of T, found among all of them: ties go to the even one.
template<class T>
std::uint16_t nearest(float x) {
  double best = std::numeric_limits<double>::infinity();
  std::uint16_t found = 0;
  for (unsigned bits = 0; bits < 0x8000u; ++bits) {
    T const candidate = T::from_bits(static_cast<std::uint16_t>(bits));
    double y = double(float(candidate));
    if (y != y) break;
    // Infinity is where the next value would be.
    if (std::isinf(y))
      y = 2 * double(float(std::numeric_limits<T>::max())) -
          double(float(T::from_bits(std::numeric_limits<T>::max().bits() - 1)));
    double const distance = std::abs(y - double(std::abs(x)));
    if (distance < best || (distance == best && bits % 2 == 0))
      best = distance, found = static_cast<std::uint16_t>(bits);
  }
  return static_cast<std::uint16_t>(found | (std::signbit(x) ? 0x8000u : 0u));
}

template<class T>
void check_rounding() {
  support::sequence numbers(3);
  using limits = std::numeric_limits<T>;
  // Around what is special, and anywhere.
  for (float const at :
       {float(limits::max()), float(limits::min()), float(limits::denorm_min()), 1.0f, 0.0f})
    for (int n = 0; n < 12; ++n) {
      float const x = at * (1 + numbers.next<float>() * (n < 6 ? 0.001f : 0.5f));
      CAPTURE(x);
      if (float(limits::max()) < 1e30f || std::abs(x) < 1e38f) CHECK(T(x).bits() == nearest<T>(x));
      CHECK(T(-x).bits() == (T(x).bits() ^ 0x8000u));
    }
  for (unsigned bits = 0; bits < 0x10000u; bits += 7) {
    T const x = T::from_bits(static_cast<std::uint16_t>(bits));
    if (float(x) == float(x)) CHECK(T(float(x)).bits() == x.bits());
    else CHECK(std::isnan(float(T(float(x)))));
  }
  CHECK(T(std::numeric_limits<float>::infinity()).bits() == limits::infinity().bits());
  CHECK(std::isnan(float(T(std::numeric_limits<float>::quiet_NaN()))));
  CHECK(std::isnan(float(limits::quiet_NaN())));
}

template<class T>
matrix<T> stored_as(matrix<float> const& m) {
  return cast<T>(m);
}

template<class T>
void check_language() {
  for (index_t const n : {1, 5, 16, 17, 40}) {
    auto const a = stored_as<T>(support::random_matrix<float>(n + 2, n, 1));
    auto const b = stored_as<T>(support::random_matrix<float>(n, n + 3, 2));
    matrix<float> const wide_a = a, wide_b = b;
    CHECK(wide_a(n, n - 1) == float(a(n, n - 1)));
    static_assert(std::is_same_v<decltype(eval(a * b)), matrix<float>>);
    CHECK(support::same_bits(eval(a * b), eval(wide_a * wide_b)));
    CHECK(support::same_bits(eval<naive>(a * b), eval<naive>(wide_a * wide_b)));
    CHECK(support::same_bits(eval(relu(0.1f * (transpose(b) * transpose(a)))),
                             eval(relu(0.1f * (transpose(wide_b) * transpose(wide_a))))));
    CHECK(support::same_bits(eval(a * wide_b), eval(wide_a * wide_b)));
    CHECK(support::same_bits(eval(a + 1), eval(wide_a + 1)));
    CHECK(support::same_bits(eval(abs(-a) % a), eval(abs(-wide_a) % wide_a)));
    CHECK(support::same_bits(eval(softmax(a)), eval(softmax(wide_a))));
    CHECK(support::same_bits(eval(a * col(b, 0)), eval(wide_a * col(wide_b, 0))));
    CHECK(eval(sum(a)) == eval(sum(wide_a)));
    CHECK(eval(mean(a)) == eval(mean(wide_a)));
    CHECK(eval(norm(a)) == eval(norm(wide_a)));
    CHECK(eval(row_argmax(a)) == eval(row_argmax(wide_a)));
    CHECK((a * b)(1, 0) == (wide_a * wide_b)(1, 0));
  }
}

}  // namespace

TEST_CASE("floats are rounded to the nearest value of 16 bits") {
  check_rounding<half>();
  check_rounding<bfloat16>();
  CHECK(float(half(65504.0f)) == 65504.0f);
  CHECK(float(half(65519.9f)) == 65504.0f);
  CHECK(std::isinf(float(half(65520.0f))));
  CHECK(float(bfloat16(1.00390625f)) == 1.0f);       // a tie: 1 is even
  CHECK(float(bfloat16(1.01171875f)) == 1.015625f);  // a tie: upwards
  static_assert(float(half(0.1f)) == 0.0999755859375f);
  static_assert(float(bfloat16(-0.1f)) == -0.10009765625f);
}

TEST_CASE("what is stored in 16 bits is computed with as float") {
  check_language<half>();
  check_language<bfloat16>();
}

TEST_CASE("a matrix of 16 bits is copied and viewed as it is") {
  matrix<half> a(3, 4);
  for (index_t i = 0; i < 3; ++i)
    for (index_t j = 0; j < 4; ++j) a(i, j) = half(float(i) + 0.25f * float(j));
  static_assert(std::is_same_v<decltype(eval(transpose(a))), matrix<half>>);
  CHECK(eval(transpose(a))(3, 2).bits() == a(2, 3).bits());
  matrix<half> b = a;
  CHECK(b == a);
  row(b, 0) = row(a, 2);
  CHECK(float(b(0, 3)) == 2.75f);
  b = cast<half>(a * 2.0f);
  CHECK(float(b(2, 3)) == 5.5f);
  std::ostringstream text;
  text << block(a, 0, 0, 1, 3);
  CHECK(text.str() == "   0 0.25  0.5");
  matrix<bfloat16> const c = cast<bfloat16>(a);
  CHECK(eval(c * transpose(a)) == eval(cast<float>(a) * transpose(a)));
}
