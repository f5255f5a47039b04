// SPDX-License-Identifier: BSL-1.0
// expect: or parallel of one
#include <tessera/tessera.hpp>
using namespace tessera;

struct alone {
  static index_t concurrency() { return 1; }
  template<class F>
  static void bulk(index_t n, F const& f) {
    for (index_t i = 0; i < n; ++i) f(i);
  }
};
#ifdef MUST_FAIL
using inner = parallel<tiled, alone>;
#else
using inner = tiled;
#endif
auto f(matrix<float> const& A) {
  return eval<parallel<inner, alone>>(A * A);
}
