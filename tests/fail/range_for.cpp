// SPDX-License-Identifier: BSL-1.0
// expect: for (x : e): e is not in memory; eval(e) is
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
float f(matrix<float> const& A) { float s = 0; for (float x : A * A) s += x; return s; }
#else
float f(matrix<float> const& A) { float s = 0; for (float x : eval(A * A)) s += x; return s; }
#endif
