// SPDX-License-Identifier: BSL-1.0
#pragma once
// All of tessera but the readers of files (tessera/io/).

#include <tessera/eval.hpp>
