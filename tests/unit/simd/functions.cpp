// SPDX-License-Identifier: BSL-1.0
// Batches against elements: the same bits, for every function, every partial width, in and out of
// constant expressions.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "support/numbers.hpp"

using namespace tessera;
using namespace tessera::kernel;
using namespace tessera::simd;

TEST_CASE_TEMPLATE("functions give batches the bits that they give elements", T, float, double,
                   std::int32_t, std::uint32_t, std::int16_t, std::int8_t, std::uint8_t,
                   std::int64_t, std::uint64_t, long long, std::complex<float>, std::complex<double>) {
  using V = batch<T>;
  constexpr int lanes = lanes_of<V>;
  T a[64], b[64], c[64], got[64];
  support::sequence numbers(5);
  for (int l = 0; l < 64; ++l)
    a[l] = numbers.next<T>(), b[l] = numbers.next<T>(), c[l] = numbers.next<T>();
  auto const same = [&](V const& v, auto const& f) {
    store_to(got, v);
    for (int l = 0; l < lanes; ++l) {
      T const want = f(a[l], b[l], c[l]);
      CHECK(std::memcmp(&got[l], &want, sizeof want) == 0);
    }
  };
  V const x = load_from<V>(a), y = load_from<V>(b), z = load_from<V>(c);
  same(plus{}(x, y), [](T p, T q, T) { return plus{}(p, q); });
  same(minus{}(x, y), [](T p, T q, T) { return minus{}(p, q); });
  same(times{}(x, y), [](T p, T q, T) { return times{}(p, q); });
  same(plus{}(times{}(x, y), z), [](T p, T q, T r) { return plus{}(times{}(p, q), r); });
  same(negate{}(x), [](T p, T, T) { return negate{}(p); });
  if constexpr (!is_complex<T>) {
    same(rectify{}(x), [](T p, T, T) { return rectify{}(p); });
    same(multiply_add(x, y, z), [](T p, T q, T r) { return multiply_add(p, q, r); });
  }
}

TEST_CASE("a product is rounded before it is added to") {
  // Fused, 0.1 * 0.1 - 0.01 would keep what the product loses.
  double const volatile a = 0.1, product = a * a;
  double const unfused = product - 0.01;
  CHECK(minus{}(times{}(double(a), double(a)), 0.01) == unfused);
  matrix<double> const m{{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}};
  auto const r = eval(m % m - 0.01);
  for (double const x : r) CHECK(x == unfused);
}

TEST_CASE("integers wrap") {
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max(),
                         least = std::numeric_limits<std::int32_t>::min();
  CHECK(plus{}(most, 1) == least);
  CHECK(minus{}(least, 1) == most);
  CHECK(times{}(most, 2) == -2);
  CHECK(negate{}(least) == least);
  CHECK(multiply_add(most, most, 5) == 6);
  static_assert(plus{}(std::numeric_limits<int>::max(), 1) == std::numeric_limits<int>::min());
}

TEST_CASE("relu keeps NaN and the sign of zero") {
  matrix<float> const m{
      {std::nanf(""), -0.f, 0.f, -1.f, 2.f, -std::numeric_limits<float>::infinity()}};
  auto const by_batches = eval(relu(m));
  CHECK(std::isnan(by_batches(0, 0)));
  CHECK(std::signbit(by_batches(0, 1)));
  CHECK(!std::signbit(by_batches(0, 2)));
  CHECK(by_batches(0, 3) == 0.f);
  CHECK(by_batches(0, 4) == 2.f);
  CHECK(by_batches(0, 5) == 0.f);
  CHECK(std::isnan(rectify{}(std::nanf(""))));
}

TEST_CASE_TEMPLATE("partial batches touch nothing but their lanes", T, float, double, std::int32_t,
                   std::int8_t, std::int16_t, std::complex<float>) {
  using V = batch<T>;
  constexpr int lanes = lanes_of<V>;
  for (int n = 0; n <= lanes; ++n) {
    // Exactly n elements on the heap: an address sanitizer sees any other access.
    buffer<T> from(uninitialized, n), to(uninitialized, n);
    support::sequence numbers{std::uint64_t(n)};
    for (int l = 0; l < n; ++l) from.data()[l] = numbers.next<T>();
    first_lanes<V> const some(n);
    V const v = n == 0 ? V(T(0)) : load_from<V>(from.data(), some);
    T all[64];
    store_to(all, v);
    for (int l = 0; l < lanes; ++l) CHECK(all[l] == (l < n ? from.data()[l] : T(0)));
    if (n > 0) store_to(to.data(), v, some);
    for (int l = 0; l < n; ++l) CHECK(to.data()[l] == from.data()[l]);
    store_to(all, first_of(V(T(1)), V(T(2)), n));
    for (int l = 0; l < lanes; ++l) CHECK(all[l] == (l < n ? T(1) : T(2)));
  }
}

TEST_CASE_TEMPLATE("the exact multiply-add is the hardware's", T, float, double) {
  support::sequence numbers(11);
  for (int i = 0; i < 20000; ++i) {
    T const a = numbers.next<T>(), b = numbers.next<T>();
    // Near cancellation, far apart, and anything between.
    T const c = i % 3 == 0 ? -a * b * (1 + numbers.next<T>() * T(1e-6))
                           : std::ldexp(numbers.next<T>(), i % 121 - 60);
    CHECK(exact_fma(a, b, c) == std::fma(a, b, c));
  }
}

TEST_CASE_TEMPLATE("lanes are added in halves", T, float, double) {
  using V = batch<T>;
  constexpr int count = 4;
  T items[256];
  support::sequence numbers(3);
  for (T& x : items) x = numbers.next<T>();
  V v[count];
  for (int i = 0; i < count; ++i) v[i] = load_from<V>(items + i * lanes_of<V>);
  T const got = fold<count>(v);
  for (int half = count * lanes_of<V> / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) items[i] = items[i] + items[i + half];
  CHECK(got == items[0]);
}
