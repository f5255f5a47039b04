// SPDX-License-Identifier: BSL-1.0
#pragma once
// The few Hana headers in use; never the whole of Hana. (prepend.hpp takes two thirds as long as all
// of these: who makes a list of rules of one's own includes what that wants.)

#include <boost/hana/at.hpp>
#include <boost/hana/back.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/front.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {
namespace hana = boost::hana;

/// How many items a tuple has.
template<class Tuple>
inline constexpr std::size_t items_in = 0;
template<class... A>
inline constexpr std::size_t items_in<hana::tuple<A...>> = sizeof...(A);
template<class... A>
inline constexpr std::size_t items_in<hana::basic_tuple<A...>> = sizeof...(A);

/// f(item, item, ...) of a tuple. hana::unpack is a call that g++ does not always inline: where
/// expressions run, not only where they are rewritten, it would cost as much as a few batches. A
/// few items without a lambda in between: to the compiler each function around a tree is a copy of
/// it.
template<class... A, class F>
TESSERA_INLINE constexpr decltype(auto) unpack(hana::basic_tuple<A...> const& items, F&& f) {
  using hana::at_c;
  if constexpr (sizeof...(A) == 1) return f(at_c<0>(items));
  else if constexpr (sizeof...(A) == 2) return f(at_c<0>(items), at_c<1>(items));
  else if constexpr (sizeof...(A) == 3) return f(at_c<0>(items), at_c<1>(items), at_c<2>(items));
  else
    return [&]<std::size_t... I>(std::index_sequence<I...>)
               __attribute__((always_inline)) -> decltype(auto) {
                 return f(at_c<I>(items)...);
               }(std::index_sequence_for<A...>{});
}

/// f(item) for each item of a tuple, in order.
template<std::size_t I = 0, class... A, class F>
TESSERA_INLINE constexpr void visit(hana::basic_tuple<A...> const& items, F&& f) {
  using hana::at_c;
  if constexpr (I < sizeof...(A)) f(at_c<I>(items));
  if constexpr (I + 1 < sizeof...(A)) f(at_c<I + 1>(items));
  if constexpr (I + 2 < sizeof...(A)) f(at_c<I + 2>(items));
  if constexpr (I + 3 < sizeof...(A)) visit<I + 3>(items, f);
}

}  // namespace tessera::inline TESSERA_ISA
