// SPDX-License-Identifier: BSL-1.0
// expect: the elements must be bool
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using element = float;
#else
using element = bool;
#endif
auto f(matrix<element> const& A) {
  return eval(A || A);
}
