// SPDX-License-Identifier: BSL-1.0
// expect: view_of(m): m is a temporary that owns its elements
#include <tessera/expr/foreign.hpp>
#include <tessera/tessera.hpp>
#include <vector>
using namespace tessera;

std::vector<float> make();
#ifdef MUST_FAIL
auto f() {
  return eval(view_of(make()) + 1);
}
#else
auto f() {
  auto m = make();
  return eval(view_of(m) + 1);
}
#endif
