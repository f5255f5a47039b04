// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float, 4, 3>;
#else
using target = matrix<float, 2, 3>;
#endif
void f(target& C, matrix<float, 2, 3> const& A) {
  C -= A;
}
