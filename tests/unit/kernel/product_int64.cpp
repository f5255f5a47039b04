// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

using element = std::int64_t;
#define ELEMENT "std::int64_t"

#include "kernel/product_cases.hpp"
