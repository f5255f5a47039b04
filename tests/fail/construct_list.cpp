// SPDX-License-Identifier: BSL-1.0
// expect: matrix: extents are (rows, cols), elements {{1, 2}, {3, 4}} or view_of(v)
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
matrix<float> f() { return {1, 2, 3}; }
#else
matrix<float> f() { return {{1, 2, 3}}; }
#endif
