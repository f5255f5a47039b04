// SPDX-License-Identifier: BSL-1.0
// expect: C must have a name and not be const
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float> const;
#else
using target = matrix<float>;
#endif
void f(matrix<float> const& A, target& C) {
  C = A + A;
}
