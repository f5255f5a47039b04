// SPDX-License-Identifier: BSL-1.0
// expect: complex numbers are not ordered
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using element = std::complex<float>;
#else
using element = float;
#endif
auto f(matrix<element> const& A) { return eval(relu(A * A)); }
