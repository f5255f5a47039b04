// SPDX-License-Identifier: BSL-1.0
// expect: C must be a matrix with a name, or a view of elements that are not const
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using target = matrix<float> const;
#else
using target = matrix<float>;
#endif
void f(target& C, matrix<float> const& A) {
  row(C, 0) += row(A, 0);
}
