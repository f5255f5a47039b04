// SPDX-License-Identifier: BSL-1.0
// What every unit test includes, compiled once per instruction set. Compiled as a main file, so
// without #pragma once.

#include <doctest/doctest.h>

#include "support/numbers.hpp"
