// SPDX-License-Identifier: BSL-1.0
// expect: P must be naive, dot_inner, tiled
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using chosen = int;
#else
using chosen = dot_inner;
#endif
auto f(matrix<float> const& A) {
  return plan<chosen>(A * A).nests;
}
