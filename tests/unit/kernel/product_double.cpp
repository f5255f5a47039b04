// SPDX-License-Identifier: BSL-1.0
using element = double;

#include "kernel/product_cases.hpp"
