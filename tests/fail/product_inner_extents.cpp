// SPDX-License-Identifier: BSL-1.0
// expect: A must have as many columns as B has rows
// expect: matrix<float, 2, 3>
// expect: matrix<float, 4, 5>
#include <tessera/tessera.hpp>
using namespace tessera;

auto f(matrix<float, 2, 3> const& A) {
#ifdef MUST_FAIL
  matrix<float, 4, 5> B;
#else
  matrix<float, 3, 5> B;
#endif
  return eval(A * B);
}
