// SPDX-License-Identifier: BSL-1.0
#pragma once
// All functions of simd/ that are not plain arithmetic.

#include <tessera/simd/exponential.hpp>
#include <tessera/simd/gaussian.hpp>
#include <tessera/simd/logarithm.hpp>
#include <tessera/simd/order.hpp>
#include <tessera/simd/power.hpp>
#include <tessera/simd/root.hpp>
#include <tessera/simd/tanh.hpp>
