// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

using element = std::int32_t;
#define ELEMENT "std::int32_t"

#include "kernel/product_cases.hpp"
