// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
#include <tessera/tessera.hpp>
using namespace tessera;

void f(matrix<float, 2, 3> const& A) {
#ifdef MUST_FAIL
  matrix<float, 4, 3> C;
#else
  matrix<float, 2, 3> C;
#endif
  C += A;
}
