// SPDX-License-Identifier: BSL-1.0
// expect: softmax: the elements must be floating-point numbers
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using number = int;
#else
using number = float;
#endif
auto f(matrix<number> const& A) {
  return eval(softmax(A));
}
