// SPDX-License-Identifier: BSL-1.0
#pragma once
// The few Hana headers in use, and those that rule lists of one's own want; never the whole of Hana.

#include <boost/hana/append.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/prepend.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {
namespace hana = boost::hana;
}
