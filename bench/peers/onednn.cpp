// SPDX-License-Identifier: BSL-1.0
// oneDNN multiplies floats only.
#include <dnnl.h>
#include <omp.h>

#include "peer.hpp"

namespace bench {
namespace {

multiplication prepare(product<float> const& p) {
  return [=] { dnnl_sgemm('N', 'N', p.m, p.n, p.k, 1, p.a, p.k, p.b, p.n, 0, p.c, p.n); };
}
multiplication prepare(product<double> const&) {
  return {};
}

}  // namespace

peer onednn() {
  omp_set_num_threads(1);
  auto const* v = dnnl_version();
  return make_peer(
      "oneDNN",
      std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch),
      [](auto const& p) { return prepare(p); });
}

}  // namespace bench
