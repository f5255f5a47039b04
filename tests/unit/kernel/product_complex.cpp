// SPDX-License-Identifier: BSL-1.0
#include <complex>

using element = std::complex<float>;
#define ELEMENT "std::complex<float>"

#include "kernel/product_cases.hpp"
