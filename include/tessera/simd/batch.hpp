// SPDX-License-Identifier: BSL-1.0
#pragma once
// A batch of elements: xsimd's where the element type and the instruction set have one, else a
// single element that is treated alike. Kernels are written once, over `V`, for both.

#include <array>
#include <complex>
#include <type_traits>

#include <xsimd/xsimd.hpp>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Does a product and a sum round once, in hardware?
#if defined(__FMA__) || defined(__AVX512F__) || defined(__aarch64__)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

/// Registers that hold a batch.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr int vector_registers = 32;
#else
inline constexpr int vector_registers = 16;
#endif

template<class T>
inline constexpr bool is_complex = false;
template<class T>
inline constexpr bool is_complex<std::complex<T>> = true;

template<class T>
struct batch_for {
  using type = T;
};
template<class T>
  requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool> && sizeof(T) <= 8 &&
           xsimd::has_simd_register<T>::value)
struct batch_for<T> {
  using type = xsimd::batch<T>;
};
template<class T>
  requires(xsimd::has_simd_register<T>::value)
struct batch_for<std::complex<T>> {
  using type = xsimd::batch<std::complex<T>>;
};

/// The widest batch of T that the compiler's flags allow; T itself where there is none.
template<class T>
using batch = typename batch_for<T>::type;

template<class V>
struct batch_traits {
  using element = V;
  static constexpr int lanes = 1;
};
template<class T, class A>
struct batch_traits<xsimd::batch<T, A>> {
  using element = T;
  static constexpr int lanes = int(xsimd::batch<T, A>::size);
};

/// The element type of a batch.
template<class V>
using element_of = typename batch_traits<V>::element;

/// Elements in a batch.
template<class V>
inline constexpr int lanes_of = batch_traits<V>::lanes;

/// Is V a real batch, of more than one element?
template<class V>
inline constexpr bool is_batch = false;
template<class T, class A>
inline constexpr bool is_batch<xsimd::batch<T, A>> = true;

/// The batch of half as many lanes; V itself where no register is that narrow.
template<class V>
struct half_of {
  using type = V;
};
template<class V>
  requires(is_batch<V> && !is_complex<element_of<V>> && sizeof(V) > 16)
struct half_of<V> {
  using type = xsimd::make_sized_batch_t<element_of<V>, std::size_t(lanes_of<V> / 2)>;
};

/// Every lane of a V.
struct all_lanes {};

// g++ knows how long a small matrix's memory is, and not that it has no whole batch.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#endif

template<class V>
TESSERA_INLINE constexpr V load_from(element_of<V> const* p, all_lanes = {}) {
  if constexpr (!is_batch<V>) {
    return *p;
  } else if constexpr (is_complex<element_of<V>>) {
    using real = typename element_of<V>::value_type;
    alignas(64) real re[std::size_t(lanes_of<V>)], im[std::size_t(lanes_of<V>)];
    for (int i = 0; i < lanes_of<V>; ++i) re[i] = p[i].real(), im[i] = p[i].imag();
    return V(xsimd::batch<real>::load_aligned(re), xsimd::batch<real>::load_aligned(im));
  } else {
    return V::load_unaligned(p);
  }
}

template<class V>
TESSERA_INLINE constexpr void store_to(element_of<V>* p, V const& v, all_lanes = {}) {
  if constexpr (!is_batch<V>) {
    *p = v;
  } else if constexpr (is_complex<element_of<V>>) {
    // xsimd 8.1 cannot interleave on every instruction set.
    using real = typename element_of<V>::value_type;
    alignas(64) real re[std::size_t(lanes_of<V>)], im[std::size_t(lanes_of<V>)];
    v.real().store_aligned(re), v.imag().store_aligned(im);
    for (int i = 0; i < lanes_of<V>; ++i) p[i] = {re[i], im[i]};
  } else {
    v.store_unaligned(p);
  }
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// One in lane `place`, where there is such a lane, zero in all others.
template<class V>
TESSERA_INLINE V unit_batch(std::ptrdiff_t place) {
  using T = element_of<V>;
  constexpr std::ptrdiff_t lanes = lanes_of<V>;
  if (place < 0 || place >= lanes) return V(T(0));
  alignas(64) static constexpr auto row = [] {
    std::array<T, std::size_t(2 * lanes)> zeros_and_one{};
    zeros_and_one[std::size_t(lanes - 1)] = T(1);
    return zeros_and_one;
  }();
  return load_from<V>(row.data() + (lanes - 1 - place));
}

}  // namespace tessera::inline TESSERA_ISA::simd
