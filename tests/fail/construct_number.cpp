// SPDX-License-Identifier: BSL-1.0
// expect: matrix(rows, cols): a matrix has two extents
#include <tessera/tessera.hpp>
using namespace tessera;

void f() {
#ifdef MUST_FAIL
  matrix<float> C(3);
#else
  matrix<float> C(3, 3);
#endif
  (void)C;
}
