// SPDX-License-Identifier: BSL-1.0
// expect: view_of(m): nothing is known about m: specialise foreign_matrix
#include <tessera/expr/foreign.hpp>
#include <tessera/tessera.hpp>
using namespace tessera;

struct pixels {
  float at[2][3];
};
#ifndef MUST_FAIL
template<>
struct tessera::foreign_matrix<pixels> {
  static auto show(auto& m) { return view_of(m.at); }
};
#endif
auto f(pixels const& m) {
  return eval(view_of(m) + 1);
}
