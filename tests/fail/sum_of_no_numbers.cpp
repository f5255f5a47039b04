// SPDX-License-Identifier: BSL-1.0
// expect: sum(A), mean(A), trace(A): the elements must have +
#include <tessera/tessera.hpp>
using namespace tessera;

struct metres {
  metres(float = 0);
#ifndef MUST_FAIL
  friend metres operator+(metres, metres);
#endif
};

auto f(matrix<metres> const& A) {
  return eval(sum(A));
}
