// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many columns
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float, 2, 2>;
#else
using target = matrix<float, 2, 3>;
#endif
void f(target& C, matrix<float, 2, 3> const& A) {
  noalias(C) += A;
}
