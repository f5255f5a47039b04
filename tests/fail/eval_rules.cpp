// SPDX-License-Identifier: BSL-1.0
// expect: rules: they must be a hana::tuple of rules
#include <tessera/tessera.hpp>
using namespace tessera;

#ifdef MUST_FAIL
constexpr auto list = rules::order_chain{};
#else
constexpr auto list = hana::make_tuple(rules::order_chain{});
#endif
auto f(matrix<float> const& A) {
  return eval(A * A * A, list);
}
