// SPDX-License-Identifier: BSL-1.0
// expect: complex numbers are not ordered
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using number = std::complex<float>;
#else
using number = float;
#endif
auto f(matrix<number> const& A) {
  return eval(min(A));
}
