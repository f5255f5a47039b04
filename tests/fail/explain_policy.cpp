// SPDX-License-Identifier: BSL-1.0
// expect: P must be naive, dot_inner, tiled
#include <tessera/tessera.hpp>

#include <tessera/explain/explain.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using chosen = int;
#else
using chosen = tiled;
#endif
auto f(matrix<float> const& A) {
  return explain<chosen>(A * A);
}
