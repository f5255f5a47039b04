// SPDX-License-Identifier: BSL-1.0
// Comparisons, choices, min, max, clamp and abs: batches do what elements do, NaN included.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "support/numbers.hpp"

#include <tessera/simd/mask.hpp>
#include <tessera/simd/order.hpp>

using namespace tessera::simd;

namespace {

template<class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// Values of which neighbours are equal, ordered, reversed and not comparable.
template<class T>
T sample(int i) {
  using limits = std::numeric_limits<T>;
  T const values[] = {T(0),          T(1),          T(-1),
                      T(1),          limits::max(), limits::lowest(),
                      T(-T(0)),      T(2),          limits::lowest(),
                      T(7),          nan_of<T>,     T(100),
                      limits::max(), T(3),          nan_of<T>};
  return values[i % 15];
}

template<class T>
bool same_bytes(T const& a, T const& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

}  // namespace

TEST_CASE_TEMPLATE("masks and choices of batches are those of elements", T, float, double,
                   std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                   std::uint32_t, std::int64_t, std::uint64_t) {
  using V = batch<T>;
  T a[64], b[64], got[64];
  for (int shift = 0; shift < 15; ++shift) {
    for (int l = 0; l < 64; ++l) a[l] = sample<T>(l), b[l] = sample<T>(l + l / 15 + shift);
    V const x = load_from<V>(a), y = load_from<V>(b);
    int wrong = 0;
    auto const same = [&](V const& v, auto const& f) {
      store_to(got, v);
      for (int l = 0; l < lanes_of<V>; ++l) wrong += !same_bytes(got[l], f(a[l], b[l]));
    };
    auto const by = [](auto const& less_than) {
      return [=](auto const& p, auto const& q) { return chosen{}(less_than(p, q), p, q); };
    };
    auto const both = [&](auto const& f) { same(f(x, y), f); };
    both(by(less{}));
    both(by(less_equal{}));
    both(by(greater{}));
    both(by(greater_equal{}));
    both(by([](auto const& p, auto const& q) {
      return logical_and{}(less_equal{}(p, q), logical_not{}(less{}(p, q)));
    }));
    both(by(
        [](auto const& p, auto const& q) { return logical_or{}(less{}(p, q), greater{}(p, q)); }));
    both(smaller{});
    both(larger_one{});
    both([](auto const& p, auto const& q) {
      return clamp{}(p, q, std::remove_cvref_t<decltype(p)>(5));
    });
    both([](auto const& p, auto const&) { return absolute{}(p); });
    CHECK(wrong == 0);
  }
}

TEST_CASE_TEMPLATE("NaN is neither small nor large, and stays", T, float, double) {
  T const none = nan_of<T>;
  CHECK(std::isnan(smaller{}(none, T(1))));
  CHECK(std::isnan(smaller{}(T(1), none)));
  CHECK(std::isnan(larger_one{}(none, T(1))));
  CHECK(std::isnan(larger_one{}(T(1), none)));
  CHECK(std::isnan(clamp{}(none, T(0), T(1))));
  CHECK(clamp{}(T(2), none, none) == 2);
  CHECK(!less{}(none, T(1)));
  CHECK(!less_equal{}(none, none));
  CHECK(!greater{}(none, T(1)));
  CHECK(!greater_equal{}(none, none));
  CHECK(!std::signbit(absolute{}(T(-0.0))));
}

TEST_CASE("elements of two types meet in their common type") {
  static_assert(less{}(1, 1.5) && !less{}(1.5, 1) && less_equal{}(2, 2L) && greater{}(1.5f, 1));
  static_assert(greater_equal{}(-1, 1u));  // as in C++: -1 becomes unsigned
  static_assert(std::is_same_v<decltype(chosen{}(true, 1, 2.5f)), float>);
  static_assert(chosen{}(true, 1, 2.5f) == 1 && chosen{}(false, 1, 2.5f) == 2.5f);
  static_assert(std::is_same_v<decltype(smaller{}(1.5f, 1.0)), double>);
  static_assert(std::is_same_v<decltype(clamp{}(1.5f, 0, 1)), float> && clamp{}(1.5f, 0, 1) == 1);
}

TEST_CASE("constant expressions") {
  static_assert(smaller{}(3, 2) == 2 && larger_one{}(3, 2) == 3 && clamp{}(7, 0, 5) == 5);
  static_assert(smaller{}(nan_of<float>, 1.f) != smaller{}(nan_of<float>, 1.f));
  static_assert(absolute{}(-2.5) == 2.5 && absolute{}(-3) == 3 && absolute{}(3u) == 3);
  static_assert(absolute{}(std::numeric_limits<int>::min()) == std::numeric_limits<int>::min());
  static_assert(absolute{}(std::int8_t(-128)) == -128);
  static_assert(choose(true, 1, 2) == 1 && logical_not{}(logical_and{}(true, false)));
}

TEST_CASE("complex elements have a modulus and no order") {
  using complex = std::complex<double>;
  CHECK(absolute{}(complex(3, 4)) == 5);
  static_assert(!std::is_invocable_v<absolute, batch<complex>>);
  static_assert(!std::is_invocable_v<less, complex, complex>);
  static_assert(!std::is_invocable_v<smaller, complex, complex>);
  static_assert(!std::is_invocable_v<logical_not, batch<float>>);
  static_assert(!std::is_invocable_v<clamp, complex, complex, complex>);
  static_assert(std::is_same_v<mask_of<complex>, bool>);
  static_assert(std::is_same_v<mask_of<batch<complex>>, bool>);
  static_assert(chosen{}(true, complex(1), complex(2)) == complex(1));
}
