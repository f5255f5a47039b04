// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many columns
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using bound = row_vector<float, 4>;
#else
using bound = row_vector<float, 3>;
#endif
auto f(matrix<float, 2, 3> const& A, bound const& high) {
  return eval(clamp(A, 0, high));
}
