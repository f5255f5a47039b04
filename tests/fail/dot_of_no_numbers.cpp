// SPDX-License-Identifier: BSL-1.0
// expect: A * B, dot(x, y): the elements must have * and +
#include <tessera/tessera.hpp>
using namespace tessera;

struct metres {
  metres(float = 0);
  friend metres operator*(metres, metres);
#ifndef MUST_FAIL
  friend metres operator+(metres, metres);
#endif
};

auto f(col_vector<metres> const& x) {
  return eval(dot(x, x));
}
