// SPDX-License-Identifier: BSL-1.0
// libxsmm writes a kernel for a shape, if it is small enough, and keeps it. Extents are known at
// run time here, so that looking for the kernel is part of each product; bench_fixed times kernels
// that have been found. Matrices lie in columns there, so that C' = B' A'.
#include <libxsmm.h>

#include "peer.hpp"

namespace bench {
namespace {

template<class T, class Dispatch>
multiplication compiled(product<T> const& p, Dispatch dispatch) {
  libxsmm_blasint const m = libxsmm_blasint(p.n), n = libxsmm_blasint(p.m),
                        k = libxsmm_blasint(p.k);
  T const one = 1, zero = 0;
  int const flags = LIBXSMM_GEMM_FLAG_NONE, prefetch = LIBXSMM_GEMM_PREFETCH_NONE;
  auto const find = [=] { return dispatch(m, n, k, &m, &k, &m, &one, &zero, &flags, &prefetch); };
  if (!find()) return {};
  return [=] { find()(p.b, p.a, p.c); };
}

multiplication prepare(product<float> const& p) {
  return compiled(p, libxsmm_smmdispatch);
}
multiplication prepare(product<double> const& p) {
  return compiled(p, libxsmm_dmmdispatch);
}

}  // namespace

peer libxsmm() {
  libxsmm_init();
  return make_peer("libxsmm", std::string(LIBXSMM_VERSION) + ", " + libxsmm_get_target_arch(),
                   [](auto const& p) { return prepare(p); });
}

}  // namespace bench
