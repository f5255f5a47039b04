// SPDX-License-Identifier: BSL-1.0
// expect: C must be a matrix with a name, or a view of elements that are not const
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
matrix<float> target();
#else
matrix<float>& target();
#endif
void f(matrix<float> const& A) {
  noalias(target()) = A;
}
