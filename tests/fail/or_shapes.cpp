// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<bool, 4, 3>;
#else
using right = matrix<bool, 2, 3>;
#endif
auto f(matrix<bool, 2, 3> const& A, right const& B) {
  return eval(A || B);
}
