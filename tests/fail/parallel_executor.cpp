// SPDX-License-Identifier: BSL-1.0
// expect: X must be an executor; the default, openmp, needs -fopenmp
#include <tessera/tessera.hpp>
using namespace tessera;

struct threads {
#ifndef MUST_FAIL
  static index_t concurrency() { return 1; }
#endif
  template<class F>
  static void bulk(index_t n, F const& f) {
    for (index_t i = 0; i < n; ++i) f(i);
  }
};
auto f(matrix<float> const& A) {
  return eval<parallel<tiled, threads>>(A * A);
}
