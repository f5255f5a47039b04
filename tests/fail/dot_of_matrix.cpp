// SPDX-License-Identifier: BSL-1.0
// expect: a vector must have one known row or column
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using vector = matrix<float>;
#else
using vector = col_vector<float>;
#endif
auto f(vector const& x) {
  return eval(dot(x, x));
}
