// SPDX-License-Identifier: BSL-1.0
// expect: matrix: an extent must not be negative
#include <tessera/storage/matrix.hpp>
using namespace tessera;

#ifdef MUST_FAIL
matrix<float, 2, -3> A;
#else
matrix<float, 2, 3> A;
#endif
