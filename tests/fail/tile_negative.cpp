// SPDX-License-Identifier: BSL-1.0
// expect: tile and block sizes must not be negative
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using chosen = tiled_by<-1>;
#else
using chosen = tiled_by<1>;
#endif
auto f(matrix<float> const& A) {
  return eval<chosen>(A * A);
}
