// SPDX-License-Identifier: BSL-1.0
// expect: random_uniform, random_normal: T must be a floating-point type
#include <tessera/expr/random.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using number = int;
#else
using number = float;
#endif
auto f(std::mt19937& engine) {
  return random_uniform<number>(2, 3, engine);
}
