// SPDX-License-Identifier: BSL-1.0
#pragma once
// The few Hana headers in use, and those that rule lists of one's own want; never the whole of
// Hana.

#include <boost/hana/append.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/back.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/front.hpp>
#include <boost/hana/prepend.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
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

}  // namespace tessera::inline TESSERA_ISA
