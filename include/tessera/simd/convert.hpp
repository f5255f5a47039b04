// SPDX-License-Identifier: BSL-1.0
#pragma once
// Elements of one type in memory, batches of another in registers. Each element becomes what
// static_cast makes of it; what that leaves undefined (a number that does not fit) stays undefined.

#include <algorithm>

#include <tessera/core/float16.hpp>
#include <tessera/simd/lanes.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::simd {

#if defined(__AVX512F__)
template<class V>
inline constexpr bool has_half = sizeof(V) == 64;
template<class V>
TESSERA_INLINE V widened_half(half const* p) {
  return V(_mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(p))));
}
#elif defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
template<class V>
inline constexpr bool has_half = sizeof(V) == 32;
template<class V>
TESSERA_INLINE V widened_half(half const* p) {
  return V(_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<__m128i const*>(p))));
}
#else
/// Has the instruction set a conversion of as many halves as V has floats?
template<class V>
inline constexpr bool has_half = false;
#endif

template<class T, int Lanes>
using raw_lanes = typename raw_vector<T, Lanes* int(sizeof(T))>::type;

/// The first step from From to To; To itself where one is enough. g++ 12 takes all lanes at once
/// only where a step doubles or halves the width of integers, or makes fractions of 32 bits or
/// more, or takes such.
template<class To, class From>
constexpr auto first_step() {
  constexpr bool from_fraction = std::is_floating_point_v<From>,
                 to_fraction = std::is_floating_point_v<To>;
  constexpr int from = sizeof(From), to = sizeof(To);
  if constexpr (from == 1 && (to > 2 || to_fraction)) return std::int16_t{};
  else if constexpr (from == 2 && (to > 4 || to_fraction)) return std::int32_t{};
  else if constexpr (to < 4 && (from == 8 || from_fraction)) return std::int32_t{};
  else if constexpr (to == 1 && from == 4) return std::int16_t{};
  else return To{};
}

/// static_cast, lane by lane.
template<class To, class From, int Lanes>
TESSERA_INLINE void convert_lanes(raw_lanes<From, Lanes> const& from, raw_lanes<To, Lanes>& to) {
  using via = decltype(first_step<To, From>());
  if constexpr (std::is_same_v<via, To>) {
    to = __builtin_convertvector(from, raw_lanes<To, Lanes>);
  } else {
    auto const step = __builtin_convertvector(from, raw_lanes<via, Lanes>);
    convert_lanes<To, via, Lanes>(step, to);
  }
}

/// Is V a batch of float, and U a fraction of 16 bits? Without an instruction for it, halves are
/// widened one by one; to loops it is the same, as the order of a sum may not depend on that.
template<class V, class U>
inline constexpr bool widens_at_once =
    is_batch<V> && std::is_same_v<element_of<V>, float> && is_float16<U>;

/// Can a V and as many U be converted at once?
template<class V, class U>
inline constexpr bool converts_at_once =
    widens_at_once<V, U> ||
    (is_batch<V> && !is_complex<element_of<V>> && is_batch<batch<U>> && !is_complex<U>);

/// static_cast<T>; a real number becomes a complex one.
template<class T>
struct cast_to {
  static constexpr char const* name = "cast";
  template<class U>
    requires(!is_batch<U> && (is_complex<T> || !is_complex<U>))
  TESSERA_INLINE constexpr T operator()(U const& x) const {
    if constexpr (!is_complex<T>) {
      return static_cast<T>(x);
    } else {
      using real_type = typename T::value_type;
      if constexpr (is_complex<U>)
        return T(static_cast<real_type>(x.real()), static_cast<real_type>(x.imag()));
      else return T(static_cast<real_type>(x));
    }
  }
};

/// The elements p[0], p[1], ... of another type as a V.
template<class V, class U>
TESSERA_INLINE V load_converted(U const* p, all_lanes lanes = {}) {
  if constexpr (std::is_same_v<U, element_of<V>>) {
    return load_from<V>(p, lanes);
  } else if constexpr (std::is_same_v<U, bool>) {
    return load_converted<V>(reinterpret_cast<unsigned char const*>(p), lanes);
  } else if constexpr (!is_batch<V>) {
    return cast_to<V>{}(*p);
  } else if constexpr (std::is_same_v<U, bfloat16> && widens_at_once<V, U>) {
    // The upper half of a float.
    raw_lanes<std::uint16_t, lanes_of<V>> from;
    std::memcpy(&from, p, sizeof from);
    raw_of<V, std::uint32_t> wide;
    convert_lanes<std::uint32_t, std::uint16_t, lanes_of<V>>(from, wide);
    return from_raw<V>((raw_of<V>)(wide << 16));
  } else if constexpr (std::is_same_v<U, half> && widens_at_once<V, U> && has_half<V>) {
    return widened_half<V>(p);
  } else if constexpr (converts_at_once<V, U> && !is_float16<U>) {
    raw_lanes<U, lanes_of<V>> from;
    std::memcpy(&from, p, sizeof from);
    raw_of<V> to;
    convert_lanes<element_of<V>, U, lanes_of<V>>(from, to);
    return from_raw<V>(to);
  } else {
    alignas(64) element_of<V> copy[std::size_t(lanes_of<V>)];
    for (int i = 0; i < lanes_of<V>; ++i) copy[i] = cast_to<element_of<V>>{}(p[i]);
    return load_from<V>(copy);
  }
}

/// The same for the first lanes; the others are 0.
template<class V, class U>
TESSERA_INLINE V load_converted(U const* p, first_lanes<V> const& lanes) {
  if constexpr (std::is_same_v<U, element_of<V>>) {
    return load_from<V>(p, lanes);
  } else if constexpr (std::is_same_v<U, bool>) {
    return load_converted<V>(reinterpret_cast<unsigned char const*>(p), lanes);
  } else {
    alignas(64) U copy[std::size_t(std::max(lanes_of<V>, lanes_of<batch<U>>))]{};
    if constexpr (converts_at_once<V, U> && masking_of<batch<U>> != masking::copy) {
      constexpr int step = lanes_of<batch<U>>;
      for (int i = 0; i < lanes_of<V>; i += step)
        if (i < lanes.count)
          store_to(copy + i, load_from<batch<U>>(
                                 p + i, first_lanes<batch<U>>(std::min(step, lanes.count - i))));
    } else {
      for (int i = 0; i < lanes.count; ++i) copy[i] = p[i];
    }
    return load_converted<V>(static_cast<U const*>(copy));
  }
}

/// p[0], p[1], ... = the elements of v, as another type.
template<class U, class V>
TESSERA_INLINE void store_converted(U* p, V const& v, all_lanes lanes = {}) {
  if constexpr (std::is_same_v<U, element_of<V>>) {
    store_to(p, v, lanes);
  } else if constexpr (!is_batch<V>) {
    *p = cast_to<U>{}(v);
  } else if constexpr (converts_at_once<V, U> && !is_float16<U>) {
    raw_lanes<U, lanes_of<V>> to;
    convert_lanes<U, element_of<V>, lanes_of<V>>(raw(v), to);
    std::memcpy(p, &to, sizeof to);
  } else {
    alignas(64) element_of<V> copy[std::size_t(lanes_of<V>)];
    store_to(copy, v);
    for (int i = 0; i < lanes_of<V>; ++i) p[i] = cast_to<U>{}(copy[i]);
  }
}

/// The same for the first lanes.
template<class U, class V>
TESSERA_INLINE void store_converted(U* p, V const& v, first_lanes<V> const& lanes) {
  if constexpr (std::is_same_v<U, element_of<V>>) {
    store_to(p, v, lanes);
  } else {
    alignas(64) U copy[std::size_t(std::max(lanes_of<V>, lanes_of<batch<U>>))];
    store_converted(copy, v);
    if constexpr (converts_at_once<V, U> && masking_of<batch<U>> != masking::copy) {
      constexpr int step = lanes_of<batch<U>>;
      for (int i = 0; i < lanes_of<V>; i += step)
        if (i < lanes.count)
          store_to(p + i, load_from<batch<U>>(copy + i),
                   first_lanes<batch<U>>(std::min(step, lanes.count - i)));
    } else {
      for (int i = 0; i < lanes.count; ++i) p[i] = copy[i];
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA::simd
