// SPDX-License-Identifier: BSL-1.0
#pragma once
// The bits behind elements and batches, written once for both: a batch becomes one of the
// compiler's own vectors, which have the operators of an element (also ? : and shifts) on every
// instruction set.

#include <bit>
#include <cstdint>
#include <limits>

#include <tessera/simd/arithmetic.hpp>

namespace tessera::inline TESSERA_ISA::simd {

template<class T, int Bytes>
struct raw_vector {
  typedef T type __attribute__((vector_size(Bytes)));
};

template<class V, class T>
struct raw_for {
  using type = T;
};
template<class V, class T>
  requires(is_batch<V>)
struct raw_for<V, T> : raw_vector<T, int(sizeof(V))> {};

/// As many T as fill a V: T itself for an element.
template<class V, class T = element_of<V>>
using raw_of = typename raw_for<V, T>::type;

template<class V>
TESSERA_INLINE constexpr raw_of<V> raw(V const& v) {
  if constexpr (is_batch<V>) return (raw_of<V>)v.data;
  else return v;
}

template<class V>
TESSERA_INLINE constexpr V from_raw(raw_of<V> const& v) {
  if constexpr (is_batch<V>) return V((typename V::register_type)v);
  else return v;
}

/// Lane l is f(l), put where the register wants it: through memory a batch would wait for all
/// stores.
template<class V, class F, int... L>
TESSERA_INLINE V made_of(F const& f, std::integer_sequence<int, L...>) {
  using T = element_of<V>;
  if constexpr (is_complex<T>) {
    alignas(64) T items[]{f(L)...};
    return load_from<V>(items);
  } else if constexpr (is_batch<V>) {
    return from_raw<V>(raw_of<V>{f(L)...});
  } else {
    return f(0);
  }
}
template<class V, class F>
TESSERA_INLINE V made_of(F const& f) {
  return made_of<V>(f, std::make_integer_sequence<int, lanes_of<V>>{});
}

/// The unsigned integers of the elements' width.
template<class T>
using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
template<class V>
using words_of = raw_of<V, word<element_of<V>>>;

template<class V>
TESSERA_INLINE constexpr words_of<V> words(V const& v) {
  if constexpr (is_batch<V>) return (words_of<V>)v.data;
  else return std::bit_cast<words_of<V>>(v);
}

template<class V>
TESSERA_INLINE constexpr V from_words(words_of<V> const& w) {
  if constexpr (is_batch<V>) return V((typename V::register_type)w);
  else return std::bit_cast<V>(w);
}

/// Bits of T's fraction, and what is added to its exponent.
template<class T>
inline constexpr int fraction_bits = std::numeric_limits<T>::digits - 1;
template<class T>
inline constexpr int exponent_bias = std::numeric_limits<T>::max_exponent - 1;

/// c[0] + c[1] x + c[2] x^2 + ... (Horner).
template<class V, std::size_t N>
TESSERA_INLINE constexpr V polynomial(V const& x, element_of<V> const (&c)[N]) {
  V y(c[N - 1]);
  TESSERA_UNROLL
  for (std::size_t i = 1; i < N; ++i) y = multiply_add(y, x, V(c[N - 1 - i]));
  return y;
}

}  // namespace tessera::inline TESSERA_ISA::simd
