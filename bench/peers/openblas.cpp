// SPDX-License-Identifier: BSL-1.0
#include <cblas.h>

#include "peer.hpp"

namespace bench {
namespace {

multiplication prepare(product<float> const& p) {
  int const m = int(p.m), k = int(p.k), n = int(p.n);
  if (n == 1)
    return [=] { cblas_sgemv(CblasRowMajor, CblasNoTrans, m, k, 1, p.a, k, p.b, 1, 0, p.c, 1); };
  return [=] {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, p.a, k, p.b, n, 0, p.c, n);
  };
}

multiplication prepare(product<double> const& p) {
  int const m = int(p.m), k = int(p.k), n = int(p.n);
  if (n == 1)
    return [=] { cblas_dgemv(CblasRowMajor, CblasNoTrans, m, k, 1, p.a, k, p.b, 1, 0, p.c, 1); };
  return [=] {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, p.a, k, p.b, n, 0, p.c, n);
  };
}

}  // namespace

peer openblas() {
  openblas_set_num_threads(1);
  return make_peer("OpenBLAS", std::string(openblas_get_config()) + ", " + openblas_get_corename(),
                   [](auto const& p) { return prepare(p); });
}

}  // namespace bench
