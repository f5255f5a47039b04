// SPDX-License-Identifier: BSL-1.0
#pragma once
// Yes or no, lane by lane: what a comparison gives, and the choice that it makes. A mask of
// elements is a bool; a mask of batches is xsimd's, a bit or a word per lane as the instruction set
// has it.

#include <tessera/core/because.hpp>
#include <tessera/simd/batch.hpp>

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace tessera::inline TESSERA_ISA::simd {

template<class T>
concept has_order = !is_complex<T> || because<"complex numbers are not ordered">;

template<class V>
struct mask_for {
  using type = bool;
};
template<class T, class A>
  requires(!is_complex<T>)
struct mask_for<xsimd::batch<T, A>> {
  using type = xsimd::batch_bool<T, A>;
};

/// A mask with the lanes of V; of complex numbers, one for all lanes.
template<class V>
using mask_of = typename mask_for<V>::type;

template<class M>
inline constexpr bool is_mask = std::is_same_v<M, bool>;
template<class T, class A>
inline constexpr bool is_mask<xsimd::batch_bool<T, A>> = true;

/// a where the mask is set, else b.
template<class V>
TESSERA_INLINE constexpr V choose(mask_of<V> const& mask, V const& a, V const& b) {
  if constexpr (std::is_same_v<mask_of<V>, bool>) {
    return mask ? a : b;
#if defined(__AVX512BW__)
    // xsimd 8.1 goes through memory, and does not compile where g++ does not optimise.
  } else if constexpr (sizeof(V) == 64 && std::is_integral_v<element_of<V>>) {
    constexpr int bytes = sizeof(element_of<V>);
    if constexpr (bytes == 1) return V(_mm512_mask_blend_epi8(mask.data, b.data, a.data));
    else if constexpr (bytes == 2) return V(_mm512_mask_blend_epi16(mask.data, b.data, a.data));
    else if constexpr (bytes == 4) return V(_mm512_mask_blend_epi32(mask.data, b.data, a.data));
    else return V(_mm512_mask_blend_epi64(mask.data, b.data, a.data));
#endif
  } else {
    return xsimd::select(mask, a, b);
  }
}

/// a < b, or a <= b, lane by lane; false where either is NaN.
template<bool OrEqual, class V>
TESSERA_INLINE constexpr mask_of<V> compare(V const& a, V const& b) {
#if defined(__AVX512BW__)
  // xsimd 8.1 compares no integers where g++ does not optimise.
  if constexpr (is_batch<V> && sizeof(V) == 64 && std::is_integral_v<element_of<V>>) {
    constexpr auto how = OrEqual ? _MM_CMPINT_LE : _MM_CMPINT_LT;
    auto const x = a.data, y = b.data;
    constexpr int bytes = sizeof(element_of<V>);
    if constexpr (std::is_signed_v<element_of<V>>) {
      if constexpr (bytes == 1) return mask_of<V>(_mm512_cmp_epi8_mask(x, y, how));
      else if constexpr (bytes == 2) return mask_of<V>(_mm512_cmp_epi16_mask(x, y, how));
      else if constexpr (bytes == 4) return mask_of<V>(_mm512_cmp_epi32_mask(x, y, how));
      else return mask_of<V>(_mm512_cmp_epi64_mask(x, y, how));
    } else {
      if constexpr (bytes == 1) return mask_of<V>(_mm512_cmp_epu8_mask(x, y, how));
      else if constexpr (bytes == 2) return mask_of<V>(_mm512_cmp_epu16_mask(x, y, how));
      else if constexpr (bytes == 4) return mask_of<V>(_mm512_cmp_epu32_mask(x, y, how));
      else return mask_of<V>(_mm512_cmp_epu64_mask(x, y, how));
    }
  } else
#endif
      if constexpr (OrEqual) {
    return a <= b;
  } else {
    return a < b;
  }
}

/// Batches in, a mask out; elements of two types are compared in their common type. False where
/// either is NaN.
template<class Op>
struct comparison {
  template<class V>
    requires has_order<element_of<V>>
  TESSERA_INLINE constexpr mask_of<V> operator()(V const& a, V const& b) const {
    return Op::apply(a, b);
  }
  template<class A, class B>
    requires(!std::is_same_v<A, B> && std::is_arithmetic_v<A> && std::is_arithmetic_v<B>)
  TESSERA_INLINE constexpr bool operator()(A const& a, B const& b) const {
    using T = std::common_type_t<A, B>;
    return Op::apply(static_cast<T>(a), static_cast<T>(b));
  }
};

struct less : comparison<less> {
  static constexpr char const* name = "<";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return compare<false>(a, b);
  }
};

struct less_equal : comparison<less_equal> {
  static constexpr char const* name = "<=";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return compare<true>(a, b);
  }
};

struct greater : comparison<greater> {
  static constexpr char const* name = ">";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return compare<false>(b, a);
  }
};

struct greater_equal : comparison<greater_equal> {
  static constexpr char const* name = ">=";
  TESSERA_INLINE static constexpr auto apply(auto const& a, auto const& b) {
    return compare<true>(b, a);
  }
};

struct logical_and {
  static constexpr char const* name = "&&";
  template<class M>
    requires is_mask<M>
  TESSERA_INLINE constexpr M operator()(M const& a, M const& b) const {
    return a && b;
  }
};

struct logical_or {
  static constexpr char const* name = "||";
  template<class M>
    requires is_mask<M>
  TESSERA_INLINE constexpr M operator()(M const& a, M const& b) const {
    return a || b;
  }
};

struct logical_not {
  static constexpr char const* name = "!";
  template<class M>
    requires is_mask<M>
  TESSERA_INLINE constexpr M operator()(M const& a) const {
    return !a;
  }
};

/// mask ? a : b, lane by lane; elements of two types in their common type.
struct chosen {
  static constexpr char const* name = "select";
  template<class V>
  TESSERA_INLINE constexpr V operator()(mask_of<V> const& mask, V const& a, V const& b) const {
    return choose(mask, a, b);
  }
  template<class A, class B>
    requires(!std::is_same_v<A, B> && !is_batch<A> && !is_batch<B>)
  TESSERA_INLINE constexpr auto operator()(bool mask, A const& a, B const& b) const {
    using T = std::common_type_t<A, B>;
    return mask ? static_cast<T>(a) : static_cast<T>(b);
  }
};

}  // namespace tessera::inline TESSERA_ISA::simd
