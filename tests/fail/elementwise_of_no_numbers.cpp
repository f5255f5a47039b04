// SPDX-License-Identifier: BSL-1.0
// expect: A + B, A - B, A % B, A / B: the elements must have that operator
#include <tessera/tessera.hpp>
using namespace tessera;

struct metres {
  explicit metres(float = 0);
#ifndef MUST_FAIL
  friend metres operator+(metres, metres);
#endif
};

auto f(matrix<metres> const& A) {
  return eval(A + A);
}
