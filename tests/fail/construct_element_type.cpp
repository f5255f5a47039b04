// SPDX-License-Identifier: BSL-1.0
// expect: the elements of C must be able to hold those of e
#include <tessera/tessera.hpp>
using namespace tessera;

void f(matrix<double> const& A) {
#ifdef MUST_FAIL
  matrix<float> C = A;
#else
  matrix<double> C = A;
#endif
  (void)C;
}
