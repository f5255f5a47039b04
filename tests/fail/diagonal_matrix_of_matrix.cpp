// SPDX-License-Identifier: BSL-1.0
// expect: diagonal_matrix: a vector must have one known row or column
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using vector = matrix<float>;
#else
using vector = row_vector<float>;
#endif
auto f(vector const& x) {
  return eval(diagonal_matrix(x));
}
