// SPDX-License-Identifier: BSL-1.0
#pragma once
// The sum of many lanes, or another reduction of them, in one fixed order: halves are added to
// halves until one is left. Registers of any width walk the same tree, so the bits do not depend on
// the instruction set.

#include <tessera/core/unrolled.hpp>
#include <tessera/simd/reducer.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Lanes Begin, Begin + 1, ... of v; again from the first on, where v has no more.
template<int Begin, class W, class V, int... L>
TESSERA_INLINE W lanes_from(V const& v, std::integer_sequence<int, L...>) {
  return from_raw<W>(__builtin_shufflevector(raw(v), raw(v), ((Begin + L) % lanes_of<V>)...));
}

/// R of the first 2 `Half` lanes of v, in registers no wider than these: lanes change places faster
/// there.
template<int Half, class R, class V>
TESSERA_INLINE element_of<V> fold_lanes(V const& v) {
  if constexpr (is_complex<element_of<V>>) {
    using part = std::remove_cvref_t<decltype(v.real())>;
    constexpr auto all = std::make_integer_sequence<int, lanes_of<V>>{};
    if constexpr (Half == 0) return {raw(v.real())[0], raw(v.imag())[0]};
    else
      return fold_lanes<Half / 2, R>(R::combine(
          v, V(lanes_from<Half, part>(v.real(), all), lanes_from<Half, part>(v.imag(), all))));
  } else if constexpr (Half == 0) {
    return raw(v)[0];
  } else {
    using W = typename half_of<V>::type;
    constexpr auto all = std::make_integer_sequence<int, lanes_of<W>>{};
    return fold_lanes<Half / 2, R>(
        R::combine(lanes_from<0, W>(v, all), lanes_from<Half, W>(v, all)));
  }
}

/// R of v[0], v[1], ... lane by lane, halves first; Count is a power of two.
template<int Count, class R = adds, class V>
TESSERA_INLINE V fold_batches(V const (&v)[std::size_t(Count)]) {
  static_assert((Count & (Count - 1)) == 0, "fold: the number of batches must be a power of two");
  if constexpr (Count == 1) {
    return v[0];
  } else {
    V half[std::size_t(Count / 2)];
    unrolled<Count / 2>([&](auto i) __attribute__((always_inline)) {
      half[i] = R::combine(v[i], v[i + Count / 2]);
    });
    return fold_batches<Count / 2, R>(half);
  }
}

/// R (a sum, unless something else is asked for) of the Count * lanes elements in v; Count is a
/// power of two.
template<int Count, class R = adds, class V>
TESSERA_INLINE element_of<V> fold(V const (&v)[std::size_t(Count)]) {
  V const lanes = fold_batches<Count, R>(v);
  if constexpr (lanes_of<V> == 1) return lanes;
  else return fold_lanes<lanes_of<V> / 2, R>(lanes);
}

/// Lanes l of a and of b, where both are groups of `Group` lanes: first the lower halves of a's
/// groups, then of b's; or the upper ones.
template<int Group, bool Upper, class R, int... L>
TESSERA_INLINE R halves_of(R const& a, R const& b, std::integer_sequence<int, L...>) {
  constexpr int half = Group / 2;
  return __builtin_shufflevector(a, b, (L / half * Group + L % half + (Upper ? half : 0))...);
}

/// Each v[j] is groups of `Group` lanes; the result is Count times as many groups, of v[0], v[1],
/// ... in turn, each folded in the order of `fold` until `Stop` lanes are left of a group. Count is
/// a power of two. Two shuffles for each halving, and for each v but one.
template<int Count, class R = adds, int Stop = 1, int Group = 0, class V>
TESSERA_INLINE V fold_each(V const (&v)[std::size_t(Count)]) {
  constexpr int group = Group == 0 ? lanes_of<V> : Group;
  if constexpr (group == Stop) {
    return v[0];
  } else {
    constexpr auto all = std::make_integer_sequence<int, lanes_of<V>>{};
    constexpr int left = std::max(1, Count / 2);
    V joined[std::size_t(left)];
    unrolled<left>([&](auto i) __attribute__((always_inline)) {
      auto const a = raw(v[left == Count ? 0 : 2 * i]), b = raw(v[left == Count ? 0 : 2 * i + 1]);
      joined[i] = R::combine(from_raw<V>(halves_of<group, false>(a, b, all)),
                             from_raw<V>(halves_of<group, true>(a, b, all)));
    });
    return fold_each<left, R, Stop, group / 2>(joined);
  }
}

}  // namespace tessera::inline TESSERA_ISA::simd
