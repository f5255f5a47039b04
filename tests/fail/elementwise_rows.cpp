// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
// expect: matrix<float, 2, 3>
// expect: matrix<float, 4, 3>
#include <tessera/tessera.hpp>
using namespace tessera;

auto f(matrix<float, 2, 3> const& A) {
#ifdef MUST_FAIL
  matrix<float, 4, 3> B;
#else
  matrix<float, 1, 3> B;
#endif
  return eval(A + B);
}
