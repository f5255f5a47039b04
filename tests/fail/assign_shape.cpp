// SPDX-License-Identifier: BSL-1.0
// expect: C must have the shape of e
// expect: shape<2, 3>
#include <tessera/tessera.hpp>
using namespace tessera;

void f(matrix<float, 2, 3> const& A) {
#ifdef MUST_FAIL
  matrix<float, 2, 2> C;
#else
  matrix<float, 2, 3> C;
#endif
  C = A + A;
}
