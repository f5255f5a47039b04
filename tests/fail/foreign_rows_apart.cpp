// SPDX-License-Identifier: BSL-1.0
// expect: view_of(m): rows that each own their elements are not one piece of memory
#include <tessera/expr/foreign.hpp>
#include <tessera/tessera.hpp>
#include <vector>
using namespace tessera;

#ifdef MUST_FAIL
using rows = std::vector<std::vector<float>>;
#else
using rows = std::vector<std::array<float, 3>>;
#endif
auto f(rows const& m) {
  return eval(view_of(m) + 1);
}
