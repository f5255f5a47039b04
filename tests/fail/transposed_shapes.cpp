// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using left = matrix<float, 2, 3>;
#else
using left = matrix<float, 2, 2>;
#endif
auto f(left const& A) {
  return eval(transpose(A * 2) + A * 3);
}
