// SPDX-License-Identifier: BSL-1.0
// expect: cast<T>(A): the elements of A must convert to T
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using number = std::complex<double>;
#else
using number = double;
#endif
auto f(matrix<number> const& A) {
  return eval(cast<float>(A));
}
