// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many columns
// expect: matrix<float, 2, 3>
// expect: matrix<float, 2, 5>
#include <tessera/tessera.hpp>
using namespace tessera;

auto f(matrix<float, 2, 3> const& A) {
#ifdef MUST_FAIL
  matrix<float, 2, 5> B;
#else
  matrix<float, 2, 1> B;
#endif
  return eval(A % B);
}
