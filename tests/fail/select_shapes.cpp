// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using left = matrix<float, 4, 3>;
#else
using left = matrix<float, 2, 3>;
#endif
auto f(left const& A, matrix<float, 2, 3> const& B) {
  return eval(select(B < 0, A, B));
}
