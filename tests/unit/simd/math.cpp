// SPDX-License-Identifier: BSL-1.0
// Functions of a real number against long double: how far they are off, and that a batch, a part of
// one and an element have the same bits.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "support/numbers.hpp"

#include <tessera/simd/math.hpp>

using namespace tessera::simd;

namespace {

/// |got - want| in units of the last place that want has in T. Infinities and NaN count as wrong by
/// infinity unless they are what is wanted.
template<class T>
double ulps(T got, long double want) {
  auto const rounded_want = static_cast<T>(want);
  if (std::isnan(want) || std::isinf(rounded_want) || !std::isfinite(got)) {
    bool const right = std::isnan(want) ? std::isnan(got) : got == rounded_want;
    return right ? 0 : std::numeric_limits<double>::infinity();
  }
  int exponent;
  std::frexp(want, &exponent);
  int const last =
      std::max(exponent, std::numeric_limits<T>::min_exponent) - std::numeric_limits<T>::digits;
  return static_cast<double>(std::fabs(std::ldexp(static_cast<long double>(got) - want, -last)));
}

/// Point i: one half from all bit patterns (so subnormals, infinities, NaN too), the other from
/// [low, high].
template<class T>
T point(support::sequence& numbers, int i, T low, T high) {
  if (i % 2 == 0)
    return from_words<T>(numbers.next<word<T>>() << (8 * sizeof(T) - 32) ^ numbers.next<word<T>>());
  return low + (high - low) * (numbers.next<T>() + 1) / 2;
}

/// The largest error of f on [low, high] and elsewhere. Also: NaN of NaN, and batches, whole and
/// not, have the bits of elements.
template<class T, class F, class Reference>
double worst(F f, Reference reference, T low, T high) {
  using V = batch<T>;
  constexpr int lanes = lanes_of<V>;
  support::sequence numbers(7);
  double most = 0;
  int differ = 0;
  for (int i = 0; i < 40000; i += lanes) {
    T x[std::size_t(lanes)], y[std::size_t(lanes)];
    for (int l = 0; l < lanes; ++l) x[l] = point(numbers, i + l, low, high);
    int const count = i % (3 * lanes) == 0 ? 1 + i / lanes % lanes : lanes;
    if (count == lanes) store_to(y, f(load_from<V>(x)));
    else {
      first_lanes<V> const some(count);
      store_to(y, f(load_from<V>(x, some)), some);
    }
    for (int l = 0; l < count; ++l) {
      T const element = f(x[l]);
      differ += std::memcmp(&element, &y[l], sizeof element) != 0 &&
                !(std::isnan(x[l]) && std::isnan(y[l]));
      most = std::max(most, ulps(element, reference(static_cast<long double>(x[l]))));
    }
  }
  CHECK(differ == 0);
  return most;
}

template<class T>
bool is_zero(T x, bool negative) {
  return x == 0 && std::signbit(x) == negative;
}

}  // namespace

TEST_CASE_TEMPLATE("errors in units of the last place", T, float, double) {
  T const least = sizeof(T) == 4 ? T(-105) : T(-747), most = sizeof(T) == 4 ? T(90) : T(711);
  auto const sigmoid = [](long double x) {
    return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
  };
  CHECK(worst<T>(exponential{}, [](long double x) { return std::exp(x); }, least, most) < 1.5);
  CHECK(worst<T>(exponential{}, [](long double x) { return std::exp(x); }, T(-1), T(1)) < 1.5);
  CHECK(worst<T>(logarithm{}, [](long double x) { return std::log(x); }, T(0.4), T(3)) < 1.5);
  CHECK(worst<T>(
            hyperbolic_tangent{}, [](long double x) { return std::tanh(x); }, T(-10), T(10)) < 3);
  CHECK(
      worst<T>(hyperbolic_tangent{}, [](long double x) { return std::tanh(x); }, T(-1), T(1)) < 3);
  CHECK(worst<T>(logistic{}, sigmoid, T(-20), T(20)) < 3);
  CHECK(worst<T>(logistic{}, sigmoid, least, T(40)) < 3);
  auto const gelu = [](long double x) {
    return x < -100 ? 0 : x * std::erfc(-x / std::sqrt(2.0L)) / 2;
  };
  CHECK(worst<T>(gaussian_linear{}, gelu, T(-5), T(5)) < 6);
  CHECK(worst<T>(gaussian_linear{}, gelu, T(-40), T(0)) < 6);
  CHECK(worst<T>(square_root{}, [](long double x) { return std::sqrt(x); }, T(0), T(9)) < 0.501);
  CHECK(worst<T>(
            reciprocal_root{}, [](long double x) { return 1 / std::sqrt(x); }, T(0), T(9)) < 1.6);
}

TEST_CASE_TEMPLATE("special values", T, float, double) {
  using limits = std::numeric_limits<T>;
  T const infinity = limits::infinity(), none = limits::quiet_NaN();
  CHECK(exponential{}(T(0)) == 1);
  CHECK(exponential{}(T(-0.0)) == 1);
  CHECK(exponential{}(infinity) == infinity);
  CHECK(is_zero(exponential{}(-infinity), false));
  CHECK(exponential{}(limits::max()) == infinity);
  CHECK(std::isnan(exponential{}(none)));

  CHECK(is_zero(logarithm{}(T(1)), false));
  CHECK(logarithm{}(T(0)) == -infinity);
  CHECK(logarithm{}(T(-0.0)) == -infinity);
  CHECK(logarithm{}(infinity) == infinity);
  CHECK(std::isnan(logarithm{}(T(-1))));
  CHECK(std::isnan(logarithm{}(-infinity)));
  CHECK(std::isnan(logarithm{}(-limits::denorm_min())));
  CHECK(std::isnan(logarithm{}(none)));

  CHECK(is_zero(hyperbolic_tangent{}(T(0)), false));
  CHECK(is_zero(hyperbolic_tangent{}(T(-0.0)), true));
  CHECK(hyperbolic_tangent{}(infinity) == 1);
  CHECK(hyperbolic_tangent{}(-infinity) == -1);
  CHECK(hyperbolic_tangent{}(limits::denorm_min()) == limits::denorm_min());
  CHECK(std::isnan(hyperbolic_tangent{}(none)));

  CHECK(logistic{}(T(0)) == T(0.5));
  CHECK(logistic{}(infinity) == 1);
  CHECK(is_zero(logistic{}(-infinity), false));
  CHECK(std::isnan(logistic{}(none)));

  CHECK(is_zero(gaussian_linear{}(T(0)), false));
  CHECK(is_zero(gaussian_linear{}(T(-0.0)), true));
  CHECK(gaussian_linear{}(infinity) == infinity);
  CHECK(gaussian_linear{}(-infinity) == 0);
  CHECK(std::isnan(gaussian_linear{}(none)));

  CHECK(is_zero(square_root{}(T(-0.0)), true));
  CHECK(square_root{}(infinity) == infinity);
  CHECK(std::isnan(square_root{}(T(-1))));
  CHECK(reciprocal_root{}(T(0)) == infinity);
  CHECK(reciprocal_root{}(T(4)) == T(0.5));
  CHECK(is_zero(reciprocal_root{}(infinity), false));
}

TEST_CASE_TEMPLATE("the root by integers is the instruction's", T, float, double) {
  support::sequence numbers(9);
  int differ = 0;
  for (int i = 0; i < 4000; ++i) {
    T const x = std::fabs(point(numbers, i, T(0), T(4)));
    if (x > 0 && x <= std::numeric_limits<T>::max()) differ += exact_root(x) != std::sqrt(x);
  }
  CHECK(differ == 0);
  constexpr T least = std::numeric_limits<T>::denorm_min(), most = std::numeric_limits<T>::max();
  CHECK(exact_root(least) == std::sqrt(least));
  CHECK(exact_root(most) == std::sqrt(most));
}

TEST_CASE("constant expressions") {
  static_assert(square_root{}(2.0) == 1.4142135623730951 && square_root{}(2.f) == 1.41421354f);
  static_assert(square_root{}(9) == 3.0 && square_root{}(0.0) == 0 && square_root{}(0.25f) == 0.5f);
  static_assert(square_root{}(-1.0) != square_root{}(-1.0));
  static_assert(reciprocal_root{}(0.25) == 2);
  static_assert(exponential{}(0.0) == 1 && logarithm{}(1.f) == 0 && hyperbolic_tangent{}(0.f) == 0);
  static_assert(logistic{}(0.f) == 0.5f && gaussian_linear{}(0.0) == 0);
}

TEST_CASE("integers become double, powers are those of the standard library") {
  static_assert(std::is_same_v<decltype(exponential{}(1)), double>);
  static_assert(std::is_same_v<decltype(hyperbolic_tangent{}(std::int8_t(1))), double>);
  static_assert(std::is_same_v<decltype(logarithm{}(1.0L)), long double>);
  static_assert(std::is_same_v<decltype(power{}(2, 3)), double>);
  static_assert(std::is_same_v<decltype(power{}(2.f, 3)), float>);
  static_assert(!std::is_invocable_v<exponential, batch<std::int32_t>>);
  static_assert(!std::is_invocable_v<exponential, std::complex<float>>);
  static_assert(
      !std::is_invocable_v<power, batch<std::complex<float>>, batch<std::complex<float>>>);
  CHECK(exponential{}(1) == exponential{}(1.0));
  CHECK(power{}(2, 10) == 1024);
  float got[64];
  using V = batch<float>;
  store_to(got, power{}(V(1.5f), V(2.5f)));
  for (int l = 0; l < lanes_of<V>; ++l) CHECK(got[l] == power{}(1.5f, 2.5f));
}
