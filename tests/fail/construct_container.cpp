// SPDX-License-Identifier: BSL-1.0
// expect: matrix: extents are (rows, cols), elements {{1, 2}, {3, 4}} or view_of(v)
#include <vector>

#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
auto f(std::vector<float> const& v) { return matrix<float>(v); }
#else
auto f(std::vector<float> const& v) { return matrix<float>(view_of(v)); }
#endif
