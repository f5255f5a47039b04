// SPDX-License-Identifier: BSL-1.0
// expect: A == B: both must be matrices
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
bool f(matrix<float> const& A) { return A == 3; }
#else
bool f(matrix<float> const& A) { return sum(A) == 3; }
#endif
