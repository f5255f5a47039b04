// SPDX-License-Identifier: BSL-1.0
// expect: select(c, A, B): the elements of c must be bool
#include <tessera/tessera.hpp>
using namespace tessera;

auto f(matrix<float> const& A, matrix<float> const& B) {
#ifdef MUST_FAIL
  return eval(select(A, A, B));
#else
  return eval(select(A < B, A, B));
#endif
}
