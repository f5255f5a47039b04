// SPDX-License-Identifier: BSL-1.0
// Extents are those of run time here, so that looking for libxsmm's kernel is part of each product;
// bench_fixed times kernels that have been found.
#include "../support/libxsmm.hpp"

#include "peer.hpp"

namespace bench {
namespace {

template<class T>
multiplication prepare(product<T> const& p) {
  auto const find = [=] { return libxsmm_kernel<T>(p.m, p.n, p.k); };
  if (!find()) return {};
  return [=] { find()(p.b, p.a, p.c); };
}

}  // namespace

peer libxsmm() {
  libxsmm_init();
  return make_peer("libxsmm", std::string(LIBXSMM_VERSION) + ", " + libxsmm_get_target_arch(),
                   [](auto const& p) { return prepare(p); });
}

}  // namespace bench
