// SPDX-License-Identifier: BSL-1.0
// expect: C /= s: s must be a number
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<float>;
#else
using right = float;
#endif
void f(matrix<float>& C, right const& s) {
  C /= s;
}
