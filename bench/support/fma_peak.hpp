// SPDX-License-Identifier: BSL-1.0
#pragma once
// The roof: as many multiply-adds a second as one thread gets out of the registers, at the width
// this file is compiled for. Without hardware FMA a multiplication and an addition stand for one.
// Takes nothing from the library, since it is what the library is measured by.

#include <cstddef>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <xsimd/xsimd.hpp>

#include "timeit.hpp"

namespace bench {

/// Independent chains of acc = acc x + y. A chain waits 4 or 5 cycles for itself while 2 units (4
/// on some AArch64) start one step each per cycle: 10 keep them busy. All of them, x and y have to
/// fit in the registers.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t peak_chains = 24;
#else
inline constexpr std::size_t peak_chains = 12;
#endif

template<class T>
[[gnu::always_inline]] inline xsimd::batch<T> multiply_add(xsimd::batch<T> const& a,
                                                           xsimd::batch<T> const& x,
                                                           xsimd::batch<T> const& y) {
#if defined(__AVX512F__)  // xsimd 8.1 multiplies, then adds
  if constexpr (std::is_same_v<T, float>)
    return _mm512_fmadd_ps(a, x, y);
  else
    return _mm512_fmadd_pd(a, x, y);
#else
  return xsimd::fma(a, x, y);
#endif
}

template<class T, std::size_t... Chain>
[[gnu::noinline]] xsimd::batch<T> run_chains(long steps, xsimd::batch<T> x, xsimd::batch<T> y,
                                             std::index_sequence<Chain...>) {
  xsimd::batch<T> acc[] = {xsimd::batch<T>(T(Chain))...};  // equal chains would be computed once
  for (long i = 0; i < steps; ++i) ((acc[Chain] = multiply_add<T>(acc[Chain], x, y)), ...);
  return (acc[Chain] + ...);
}

/// GFLOP/s of one thread, a fused multiply-add counted as two; the best of `runs` of about a
/// millisecond. Throws: std::logic_error where the chains do not arrive at y / (1 - x), so that
/// nothing was measured.
template<class T>
double fma_peak(int runs = 50) {
  using V = xsimd::batch<T>;
  constexpr long steps = 48'000'000 / long(peak_chains * V::size);
  T half = T(0.5), one = T(1);
  double best = 0;
  for (int i = 0; i < runs; ++i) {
    V sum(T(0));
    auto run = [&] {
      sum = run_chains<T>(steps, V(half), V(one), std::make_index_sequence<peak_chains>{});
    };
    double const seconds = seconds_of(1, run);
    T lanes[V::size];
    sum.store_unaligned(lanes);
    for (T lane : lanes)
      if (lane != T(2 * peak_chains)) throw std::logic_error("fma_peak: a chain went astray");
    best = std::max(best, 2.0 * double(V::size * peak_chains) * double(steps) / seconds);
  }
  return best / 1e9;
}

}  // namespace bench
