// SPDX-License-Identifier: BSL-1.0
// expect: A must have as many columns as B has rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<float, 4, 5>;
#else
using right = matrix<float, 3, 5>;
#endif
auto f(matrix<float, 2, 3> const& A, right const& B) {
  return eval(row(A * B, 0));
}
