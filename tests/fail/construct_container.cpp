// SPDX-License-Identifier: BSL-1.0
// expect: matrix(v): v is a container; view_of(v), view(v, rows, cols) are matrices
#include <vector>

#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
auto f(std::vector<float> const& v) { return matrix<float>(v); }
#else
auto f(std::vector<float> const& v) { return matrix<float>(view_of(v)); }
#endif
