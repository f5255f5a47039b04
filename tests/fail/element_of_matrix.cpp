// SPDX-License-Identifier: BSL-1.0
// expect: x(i), dot, diagonal_matrix: a vector must have one known row or column
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
float f(matrix<float> const& A) { return A(1); }
#else
float f(matrix<float> const& A) { return A(1, 0); }
#endif
