// SPDX-License-Identifier: BSL-1.0
using element = float;
#define ELEMENT "float"

#include "kernel/product_cases.hpp"
