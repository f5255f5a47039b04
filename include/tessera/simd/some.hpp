// SPDX-License-Identifier: BSL-1.0
#pragma once
// A number of lanes that is known when compiling: no more memory is touched than they take.

#include <bit>
#include <cstring>

#include <tessera/simd/lanes.hpp>

namespace tessera::inline TESSERA_ISA::simd {

template<class T, int N>
using lanes_vector = typename raw_vector<T, N* int(sizeof(T))>::type;

/// The narrowest batch with N lanes or more, or else the widest there is.
template<class V, int N>
struct narrowest {
  using type = V;
};
template<class V, int N>
  requires(lanes_of<typename half_of<V>::type> < lanes_of<V> &&
           N <= lanes_of<typename half_of<V>::type>)
struct narrowest<V, N> : narrowest<typename half_of<V>::type, N> {};

/// Lanes 0 .. N - 1 of a vector of `Lanes` are those of v; the others are of no meaning.
template<class T, int Lanes, int N, int... L>
TESSERA_INLINE lanes_vector<T, Lanes> widened_by(lanes_vector<T, N> const& v,
                                                 std::integer_sequence<int, L...>) {
  return __builtin_shufflevector(v, v, (L < N ? L : -1)...);
}
/// Lanes Begin .. Begin + N - 1.
template<class T, int Lanes, int N, int Begin, int... L>
TESSERA_INLINE lanes_vector<T, N> part_of(lanes_vector<T, Lanes> const& v,
                                          std::integer_sequence<int, L...>) {
  return __builtin_shufflevector(v, v, (Begin + L)...);
}
/// Lanes 0 .. N - 1 of a, then those of b.
template<class T, int Lanes, int N, int... L>
TESSERA_INLINE lanes_vector<T, Lanes> beside(lanes_vector<T, Lanes> const& a,
                                             lanes_vector<T, Lanes> const& b,
                                             std::integer_sequence<int, L...>) {
  return __builtin_shufflevector(a, b, (L < N ? L : Lanes + L - N)...);
}

/// p[0] .. p[N - 1] in the first lanes; the others are of no meaning.
template<class T, int Lanes, int N>
TESSERA_INLINE lanes_vector<T, Lanes> load_some(T const* p) {
  constexpr int first = int(std::bit_floor(unsigned(N)));
  constexpr auto all = std::make_integer_sequence<int, Lanes>{};
  if constexpr (N == 1) {
    return lanes_vector<T, Lanes>{*p};  // through a vector of one g++ goes by way of memory
  } else {
    lanes_vector<T, first> v;
    std::memcpy(&v, p, sizeof v);
    if constexpr (first == Lanes) return v;
    else if constexpr (first == N) return widened_by<T, Lanes, first>(v, all);
    else
      return beside<T, Lanes, first>(widened_by<T, Lanes, first>(v, all),
                                     load_some<T, Lanes, N - first>(p + first), all);
  }
}

/// p[0] .. p[N - 1] = the lanes of v from Begin on.
template<class T, int Lanes, int N, int Begin = 0>
TESSERA_INLINE void store_some(T* p, lanes_vector<T, Lanes> const& v) {
  constexpr int first = int(std::bit_floor(unsigned(N)));
  if constexpr (N == 1) {
    *p = v[Begin];
  } else {
    lanes_vector<T, first> const part =
        part_of<T, Lanes, first, Begin>(v, std::make_integer_sequence<int, first>{});
    std::memcpy(p, &part, sizeof part);
    if constexpr (first < N) store_some<T, Lanes, N - first, Begin + first>(p + first, v);
  }
}

/// The first N lanes of a V: behind a mask, where parts would have to be put together. (g++ 12 puts
/// those of 512 bits together in memory, and waits for it: 5 x 7 x 11 in double took four times as
/// long.)
template<class V, int N>
TESSERA_INLINE V load_first(element_of<V> const* p) {
  if constexpr (N > (sizeof(V) == 64 ? 1 : 4) && N < lanes_of<V> &&
                masking_of<V> != masking::copy)
    return load_from<V>(p, first_lanes<V>(N));
  else return from_raw<V>(load_some<element_of<V>, lanes_of<V>, N>(p));
}
template<class V, int N>
TESSERA_INLINE void store_first(element_of<V>* p, V const& v) {
  store_some<element_of<V>, lanes_of<V>, N>(p, raw(v));
}

}  // namespace tessera::inline TESSERA_ISA::simd
