// SPDX-License-Identifier: BSL-1.0
// expect: A * B, dot(x, y): the elements must have * and +
#include <tessera/tessera.hpp>
using namespace tessera;

struct metres {
  explicit metres(float = 0);
  friend metres operator+(metres, metres);
};

#ifdef MUST_FAIL
auto f(matrix<metres> const& A) { return eval(A * A); }
#else
auto f(matrix<metres> const& A) { return eval(A + A); }
#endif
