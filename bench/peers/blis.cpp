// SPDX-License-Identifier: BSL-1.0
// BLIS by its own interface: its cblas has the names of OpenBLAS.
#include <blis-serial/blis.h>

#include "peer.hpp"

namespace bench {
namespace {

constexpr auto plain = BLIS_NO_TRANSPOSE;

multiplication prepare(product<float> const& p) {
  return [=, one = 1.0f, zero = 0.0f, a = const_cast<float*>(p.a),
          b = const_cast<float*>(p.b)]() mutable {
    if (p.n == 1)
      bli_sgemv(plain, BLIS_NO_CONJUGATE, p.m, p.k, &one, a, p.k, 1, b, 1, &zero, p.c, 1);
    else bli_sgemm(plain, plain, p.m, p.n, p.k, &one, a, p.k, 1, b, p.n, 1, &zero, p.c, p.n, 1);
  };
}

multiplication prepare(product<double> const& p) {
  return [=, one = 1.0, zero = 0.0, a = const_cast<double*>(p.a),
          b = const_cast<double*>(p.b)]() mutable {
    if (p.n == 1)
      bli_dgemv(plain, BLIS_NO_CONJUGATE, p.m, p.k, &one, a, p.k, 1, b, 1, &zero, p.c, 1);
    else bli_dgemm(plain, plain, p.m, p.n, p.k, &one, a, p.k, 1, b, p.n, 1, &zero, p.c, p.n, 1);
  };
}

}  // namespace

peer blis() {
  bli_thread_set_num_threads(1);
  return make_peer(
      "BLIS", std::string(bli_info_get_version_str()) + ", " + bli_arch_string(bli_arch_query_id()),
      [](auto const& p) { return prepare(p); });
}

}  // namespace bench
