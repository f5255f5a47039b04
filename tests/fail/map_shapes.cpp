// SPDX-License-Identifier: BSL-1.0
// expect: operands must have equally many columns
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using left = matrix<float, 2, 4>;
#else
using left = matrix<float, 2, 3>;
#endif
auto f(left const& A, matrix<float, 2, 3> const& B) {
  return eval(map([](auto const& x, auto const& y, auto const& z) { return x + y + z; }, A, B, B));
}
