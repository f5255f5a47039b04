// SPDX-License-Identifier: BSL-1.0
// expect: C must have the shape of e
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<float, 2, 3>;
#else
using right = row_vector<float, 3>;
#endif
void f(matrix<float, 2, 3>& C, right const& A) {
  row(C, 0) += A;
}
