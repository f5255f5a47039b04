// SPDX-License-Identifier: BSL-1.0
// expect: v, a container, is no matrix: view_of(v) is a row
#include <vector>

#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
auto f(matrix<float> const& A, std::vector<float> const& v) { return eval(max(A, v)); }
#else
auto f(matrix<float> const& A, std::vector<float> const& v) { return eval(max(A, view_of(v))); }
#endif
