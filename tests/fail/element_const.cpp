// SPDX-License-Identifier: BSL-1.0
// expect: matrix: the element type must not be const
#include <tessera/storage/matrix.hpp>
using namespace tessera;

#ifdef MUST_FAIL
matrix<float const, 2, 3> A;
#else
matrix<float, 2, 3> A;
#endif
