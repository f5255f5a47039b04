// SPDX-License-Identifier: BSL-1.0
// expect: cast<T>(A): the elements of A must convert to T
#include <tessera/tessera.hpp>

#include <string>
using namespace tessera;

#ifdef MUST_FAIL
using number = std::string;
#else
using number = double;
#endif
auto f(matrix<float> const& A) {
  return eval(cast<number>(A));
}
