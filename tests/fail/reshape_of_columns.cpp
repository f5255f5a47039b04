// SPDX-License-Identifier: BSL-1.0
// expect: reshape: the rows of the operand must be contiguous
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using layout = col_major;
#else
using layout = row_major;
#endif
auto f(matrix<float, dynamic, dynamic, layout> const& A) { return eval(reshape(A, 1, A.size())); }
