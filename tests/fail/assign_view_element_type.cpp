// SPDX-License-Identifier: BSL-1.0
// expect: the elements of C must be able to hold those of e
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using element = double;
#else
using element = float;
#endif
void f(matrix<float>& C, matrix<element> const& A) {
  row(C, 0) = row(A, 0);
}
