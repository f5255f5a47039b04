// SPDX-License-Identifier: BSL-1.0
using element = double;
#define ELEMENT "double"

#include "kernel/product_cases.hpp"
