// SPDX-License-Identifier: BSL-1.0
// expect: the elements of C must be able to hold those of e
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float>;
#else
using target = matrix<double>;
#endif
void f(target& C, matrix<double> const& A) {
  noalias(C) = A * A;
}
