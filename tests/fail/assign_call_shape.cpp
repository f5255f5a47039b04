// SPDX-License-Identifier: BSL-1.0
// expect: C must have the shape of e
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float, 2, 2>;
#else
using target = matrix<float, 2, 3>;
#endif
void f(workspace& ws, target& C, matrix<float, 2, 3> const& A) {
  assign(ws, C, A + A);
}
