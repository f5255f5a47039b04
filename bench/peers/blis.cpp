// SPDX-License-Identifier: BSL-1.0
// BLIS by its own interface: its cblas has the names of OpenBLAS.
#include <blis-serial/blis.h>

#include "peer.hpp"

namespace bench {
namespace {

constexpr auto plain = BLIS_NO_TRANSPOSE;

template<class T, class Gemv, class Gemm>
multiplication prepared_by(product<T> const& p, Gemv* gemv, Gemm* gemm) {
  return [=, one = T(1), zero = T(0), a = const_cast<T*>(p.a), b = const_cast<T*>(p.b)]() mutable {
    if (p.n == 1) gemv(plain, BLIS_NO_CONJUGATE, p.m, p.k, &one, a, p.k, 1, b, 1, &zero, p.c, 1);
    else gemm(plain, plain, p.m, p.n, p.k, &one, a, p.k, 1, b, p.n, 1, &zero, p.c, p.n, 1);
  };
}

multiplication prepare(product<float> const& p) {
  return prepared_by(p, bli_sgemv, bli_sgemm);
}
multiplication prepare(product<double> const& p) {
  return prepared_by(p, bli_dgemv, bli_dgemm);
}

}  // namespace

peer blis() {
  bli_thread_set_num_threads(1);
  return make_peer(
      "BLIS", std::string(bli_info_get_version_str()) + ", " + bli_arch_string(bli_arch_query_id()),
      [](auto const& p) { return prepare(p); });
}

}  // namespace bench
