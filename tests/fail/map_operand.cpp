// SPDX-License-Identifier: BSL-1.0
// expect: A must be matrices, or numbers beside a matrix
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using parameter = char const*;
#else
using parameter = double;
#endif
auto f(matrix<float> const& A, parameter p) {
  return eval(map([](auto const& a, auto const& b) { return a * b; }, A, p));
}
