// SPDX-License-Identifier: BSL-1.0
// expect: f must be callable with the elements of A...
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using parameter = void*;
#else
using parameter = float;
#endif
auto f(matrix<float> const& A) {
  return eval(map([](parameter) { return 1; }, A));
}
