// SPDX-License-Identifier: BSL-1.0
#pragma once
// Several operands that lie behind each other along the inner extent of a product: A B + C D is
// [A C] [B; D], one chain of accumulators.

#include <algorithm>
#include <array>

#include <tessera/kernel/source.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// [A C ...] where Sideways, else [B; D; ...]. Part q has inner indices begin[q] to begin[q + 1]
/// - 1.
template<bool Sideways, class... S>
struct joined {
  using value_type = std::common_type_t<typename S::value_type...>;
  static constexpr std::size_t parts = sizeof...(S);
  hana::basic_tuple<S...> part;
  std::array<index_t, parts + 1> begin;

  template<class V>
  static constexpr bool batches = false;
  template<class V>
  static constexpr bool loads = false;

  /// f(the part that has inner index p, the index within it).
  template<std::size_t Q = 0, class F>
  TESSERA_INLINE constexpr auto visit(index_t p, F const& f) const {
    if constexpr (Q + 1 < parts)
      if (p >= begin[Q + 1]) return visit<Q + 1>(p, f);
    return f(hana::at_c<Q>(part), p - begin[Q]);
  }

  /// f(part, first index within it, how many, how far from p) for each part that has some of the k
  /// inner indices from p on.
  template<std::size_t Q = 0, class F>
  constexpr void for_each(index_t p, index_t k, F const& f) const {
    index_t const first = std::max(p, begin[Q]), last = std::min(p + k, begin[Q + 1]);
    if (first < last) f(hana::at_c<Q>(part), first - begin[Q], last - first, first - p);
    if constexpr (Q + 1 < parts) for_each<Q + 1>(p, k, f);
  }

  template<class Acc>
  TESSERA_INLINE constexpr value_type at(index_t i, index_t j, Acc const& acc) const {
    return visit(Sideways ? j : i, [&](auto const& s, index_t q) -> value_type {
      return Sideways ? s.at(i, q, acc) : s.at(q, j, acc);
    });
  }
};

template<bool Sideways, class... S>
constexpr auto flipped(joined<Sideways, S...> const& j) {
  return unpack(j.part, [&](auto const&... s) {
    return joined<!Sideways, decltype(flipped(s))...>{hana::make_basic_tuple(flipped(s)...),
                                                      j.begin};
  });
}

}  // namespace tessera::inline TESSERA_ISA::kernel
