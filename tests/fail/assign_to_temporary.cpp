// SPDX-License-Identifier: BSL-1.0
// expect: C must have a name and not be const
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
void f(matrix<float> const& A) {
  eval(A * A) = A;
}
#else
void f(matrix<float> const& A) {
  auto B = eval(A * A);
  B = A;
}
#endif
