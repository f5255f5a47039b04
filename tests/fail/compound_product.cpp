// SPDX-License-Identifier: BSL-1.0
// expect: A must have as many columns as B has rows
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using right = matrix<float, 3, 2>;
#else
using right = matrix<float, 2, 2>;
#endif
void f(matrix<float, 2, 2>& C, right const& B) {
  C *= B;
}
