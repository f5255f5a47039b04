// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<float, 4, 3>;
#else
using right = matrix<float, 2, 3>;
#endif
auto f(matrix<float, 2, 3> const& A, right const& B) {
  return eval(sum(A + B));
}
