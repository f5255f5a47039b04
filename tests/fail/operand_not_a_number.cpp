// SPDX-License-Identifier: BSL-1.0
// expect: operator*
// expect: operands: one must be a matrix, the other one too or a number
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
auto f(matrix<float> const& A) { return eval(A * "two"); }
#else
auto f(matrix<float> const& A) { return eval(A * 2); }
#endif
