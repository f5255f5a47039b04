// SPDX-License-Identifier: BSL-1.0
#pragma once
// One element of a product (or a batch of them) while it is being summed: acc = fma(a, b, acc), p
// by p from +0. Real numbers need one register. Complex ones keep their four real chains apart
// until the end, so that the value does not depend on which factor comes first and (A B)' has the
// bits of B' A'.

#include <tessera/simd/arithmetic.hpp>

namespace tessera::inline TESSERA_ISA::simd {

template<class V>
struct chain {
  static constexpr int parts = 1;
  using part = V;
  V sum{};

  static TESSERA_INLINE constexpr chain zero() { return {V(element_of<V>(0))}; }
  TESSERA_INLINE constexpr void step(V const& a, V const& b) { sum = multiply_add(a, b, sum); }
  TESSERA_INLINE constexpr V value() const { return sum; }

  /// Saves and restores a chain that is not finished: lanes * parts real elements.
  TESSERA_INLINE void save(element_of<V>* p) const { store_to(p, sum); }
  static TESSERA_INLINE chain restored(element_of<V> const* p) { return {load_from<V>(p)}; }
};

template<class V>
  requires is_complex<element_of<V>>
struct chain<V> {
  static constexpr int parts = 4;
  using part = std::remove_cvref_t<decltype(std::declval<V>().real())>;
  using real = element_of<part>;
  part rr{}, ii{}, ri{}, ir{};

  static TESSERA_INLINE constexpr chain zero() {
    return {part(real(0)), part(real(0)), part(real(0)), part(real(0))};
  }
  TESSERA_INLINE constexpr void step(V const& a, V const& b) {
    part const ar = a.real(), ai = a.imag(), br = b.real(), bi = b.imag();
    rr = multiply_add(ar, br, rr);
    ii = multiply_add(ai, bi, ii);
    ri = multiply_add(ar, bi, ri);
    ir = multiply_add(ai, br, ir);
  }
  TESSERA_INLINE constexpr V value() const { return V(rr - ii, ri + ir); }

  TESSERA_INLINE void save(real* p) const {
    constexpr int lanes = lanes_of<part>;
    store_to(p, rr), store_to(p + lanes, ii), store_to(p + 2 * lanes, ri),
        store_to(p + 3 * lanes, ir);
  }
  static TESSERA_INLINE chain restored(real const* p) {
    constexpr int lanes = lanes_of<part>;
    return {load_from<part>(p), load_from<part>(p + lanes), load_from<part>(p + 2 * lanes),
            load_from<part>(p + 3 * lanes)};
  }
};

/// The real type of a chain's parts.
template<class V>
using chain_element = element_of<typename chain<V>::part>;

}  // namespace tessera::inline TESSERA_ISA::simd
