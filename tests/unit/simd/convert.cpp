// SPDX-License-Identifier: BSL-1.0
// Elements of one type in memory against batches of another: static_cast, element by element, and
// nothing else touched.

#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include "support/numbers.hpp"

#include <tessera/simd/convert.hpp>

using namespace tessera::simd;

namespace {

/// A number of type From that To can hold, unless both are integers, which wrap.
template<class From, class To>
From fitting(support::sequence& numbers) {
  auto const bits = numbers.next<std::int64_t>();
  if constexpr (std::is_same_v<From, bool>) return bits % 2 != 0;
  else if constexpr (std::is_integral_v<From> && std::is_integral_v<To>)
    return static_cast<From>(bits * 0x100000001);
  else if constexpr (std::is_integral_v<From>) return static_cast<From>(bits * 0x7fffffff);
  else {
    // The fraction is cut off, the sign only where there is none.
    double const x = numbers.next<double>(),
                 largest = static_cast<double>(std::min<long double>(
                     std::numeric_limits<To>::max(), static_cast<long double>(1e18)));
    return static_cast<From>((std::is_signed_v<To> ? x : x * x) * 0.99 * largest);
  }
}

template<class V, class U>
void check_type() {
  using T = element_of<V>;
  support::sequence numbers(2);
  int wrong = 0;
  for (int n = 0; n <= lanes_of<V>; ++n) {
    // Exactly n elements on the heap: an address sanitizer sees any other access.
    tessera::buffer<U> memory(tessera::uninitialized, n);
    U* const p = memory.data();
    for (int i = 0; i < n; ++i) p[i] = fitting<U, T>(numbers);
    first_lanes<V> const some(n);
    alignas(64) T got[64], in[64];
    auto const compare = [&](V const& v) {
      store_to(got, v);
      for (int i = 0; i < lanes_of<V>; ++i)
        wrong += got[i] != (i < n ? static_cast<T>(p[i]) : T(0));
    };
    compare(load_converted<V>(static_cast<U const*>(p), some));
    if (n == lanes_of<V>) compare(load_converted<V>(static_cast<U const*>(p)));

    for (T& x : in) x = fitting<T, U>(numbers);
    auto const compare_stored = [&] {
      for (int i = 0; i < n; ++i) wrong += p[i] != static_cast<U>(in[i]);
    };
    store_converted(p, load_from<V>(in), some);
    compare_stored();
    if (n == lanes_of<V>) store_converted(p, load_from<V>(in)), compare_stored();
  }
  CHECK(wrong == 0);
}

template<class V, class... U>
void check_types() {
  (check_type<V, U>(), ...);
}

}  // namespace

TEST_CASE_TEMPLATE("conversions at once are those of each element", T, float, double, std::int32_t,
                   std::int64_t) {
  check_types<batch<T>, bool, std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
              std::uint32_t, std::int64_t, std::uint64_t, float, double>();
}

TEST_CASE("a single element, and types without batches") {
  std::uint8_t const byte = 200;
  CHECK(load_converted<float>(&byte) == 200.f);
  CHECK(load_converted<long double>(&byte) == 200);
  using V = batch<std::complex<float>>;
  std::vector<double> const reals(std::size_t(lanes_of<V>), 2.5);
  std::complex<float> got[64];
  store_to(got, load_converted<V>(reals.data()));
  for (int l = 0; l < lanes_of<V>; ++l) CHECK(got[l] == std::complex<float>(2.5f));
}

TEST_CASE("cast") {
  using complex = std::complex<double>;
  static_assert(cast_to<int>{}(2.75) == 2 && cast_to<float>{}(3) == 3.f && cast_to<bool>{}(2));
  static_assert(cast_to<complex>{}(2.5f) == complex(2.5) && cast_to<complex>{}(1) == complex(1));
  static_assert(cast_to<std::complex<float>>{}(complex(1, 2)) == std::complex<float>(1, 2));
  static_assert(!std::is_invocable_v<cast_to<double>, complex>);
  CHECK(cast_to<std::uint8_t>{}(200.9f) == 200);
}
