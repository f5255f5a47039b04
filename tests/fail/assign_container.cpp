// SPDX-License-Identifier: BSL-1.0
// expect: v, a container, is no matrix: view_of(v) is a row
#include <vector>

#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
void f(matrix<float>& C, std::vector<float> const& v) { C = v; }
#else
void f(matrix<float>& C, std::vector<float> const& v) { C = view_of(v); }
#endif
