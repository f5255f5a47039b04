// SPDX-License-Identifier: BSL-1.0
// expect: C must have the shape of e
// expect: shape<2, 3>
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float, 2, 2>;
#else
using target = matrix<float, 2, 3>;
#endif
target f(matrix<float, 2, 3> const& A) {
  target C = A + A;
  return C;
}
