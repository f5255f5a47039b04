// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many columns
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<float, 2, 4>;
#else
using right = matrix<float, 2, 3>;
#endif
auto f(matrix<float, 2, 3> const& A, right const& B) {
  return eval(diagonal(A % B));
}
