// SPDX-License-Identifier: BSL-1.0
// expect: x and y must have equally many elements
// expect: 3
// expect: 4
#include <tessera/tessera.hpp>
using namespace tessera;

auto f(row_vector<float, 3> const& x) {
#ifdef MUST_FAIL
  col_vector<float, 4> y;
#else
  col_vector<float, 3> y;
#endif
  return eval(dot(x, y));
}
