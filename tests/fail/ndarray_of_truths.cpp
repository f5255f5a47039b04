// SPDX-License-Identifier: BSL-1.0
// expect: ndarray: T must be a number
#include <tessera/io/ndarray.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using number = bool;
#else
using number = float;
#endif
auto f(ndarray const& a) {
  return a.to_matrix<number>();
}
