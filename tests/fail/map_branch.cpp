// SPDX-License-Identifier: BSL-1.0
// expect: batch_bool
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
auto f(matrix<float> const& A) { return eval(map([](auto x) { return x > 0 ? x : 0; }, A)); }
#else
auto f(matrix<float> const& A) { return eval(map([](float x) { return x > 0 ? x : 0; }, A)); }
#endif
