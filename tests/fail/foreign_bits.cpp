// SPDX-License-Identifier: BSL-1.0
// expect: view_of(m): a std::vector<bool> holds bits, no elements
#include <tessera/expr/foreign.hpp>
#include <tessera/tessera.hpp>
#include <vector>
using namespace tessera;

#ifdef MUST_FAIL
using items = std::vector<bool>;
#else
using items = std::array<bool, 3>;
#endif
auto f(items const& m) {
  return eval(cast<float>(view_of(m)));
}
