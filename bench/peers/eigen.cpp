// SPDX-License-Identifier: BSL-1.0
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Dense>

#include "peer.hpp"

namespace bench {
namespace {

template<class T>
multiplication prepare(product<T> const& p) {
  using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
  using Eigen::Map;
  Map<matrix const> const a(p.a, p.m, p.k);
  if (p.n == 1)
    return [a, x = Map<vector const>(p.b, p.k), y = Map<vector>(p.c, p.m)]() mutable {
      y.noalias() = a * x;
    };
  return [a, b = Map<matrix const>(p.b, p.k, p.n), c = Map<matrix>(p.c, p.m, p.n)]() mutable {
    c.noalias() = a * b;
  };
}

}  // namespace

peer eigen() {
  auto const number = [](int n) { return std::to_string(n); };
  return make_peer("Eigen",
                   number(EIGEN_WORLD_VERSION) + '.' + number(EIGEN_MAJOR_VERSION) + '.' +
                       number(EIGEN_MINOR_VERSION),
                   [](auto const& p) { return prepare(p); });
}

}  // namespace bench
