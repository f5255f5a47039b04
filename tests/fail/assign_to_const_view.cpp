// SPDX-License-Identifier: BSL-1.0
// expect: C must not be a view of const elements
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
void f(matrix<float> const& A) { row(A, 0) = row(A, 1); }
#else
void f(matrix<float>& A) { row(A, 0) = row(A, 1); }
#endif
