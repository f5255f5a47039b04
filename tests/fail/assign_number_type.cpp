// SPDX-License-Identifier: BSL-1.0
// expect: the elements of C must be able to hold those of e
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
void f(matrix<int>& C) { C = 2.5; }
#else
void f(matrix<int>& C) { C = 2; }
#endif
