// SPDX-License-Identifier: BSL-1.0
#include <cblas.h>

#include "peer.hpp"

namespace bench {
namespace {

template<class T, class Gemv, class Gemm>
multiplication prepared_by(product<T> const& p, Gemv* gemv, Gemm* gemm) {
  int const m = int(p.m), k = int(p.k), n = int(p.n);
  if (n == 1) return [=] { gemv(CblasRowMajor, CblasNoTrans, m, k, 1, p.a, k, p.b, 1, 0, p.c, 1); };
  return [=] {
    gemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, p.a, k, p.b, n, 0, p.c, n);
  };
}

multiplication prepare(product<float> const& p) {
  return prepared_by(p, cblas_sgemv, cblas_sgemm);
}
multiplication prepare(product<double> const& p) {
  return prepared_by(p, cblas_dgemv, cblas_dgemm);
}

}  // namespace

peer openblas() {
  openblas_set_num_threads(1);
  return make_peer("OpenBLAS", std::string(openblas_get_config()) + ", " + openblas_get_corename(),
                   [](auto const& p) { return prepare(p); });
}

}  // namespace bench
