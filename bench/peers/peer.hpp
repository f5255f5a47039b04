// SPDX-License-Identifier: BSL-1.0
#pragma once
// A library that multiplies matrices, behind one interface: each in a source of its own, since
// their headers do not go together.

#include <functional>
#include <string>
#include <vector>

namespace bench {

/// C = A B of row-major matrices without gaps: A m x k, B k x n, C m x n.
template<class T>
struct product {
  long m, k, n;
  T const* a;
  T const* b;
  T* c;
};

/// What is timed. Empty: the library has nothing for this shape or type.
using multiplication = std::function<void()>;

struct peer {
  std::string name, version;
  std::function<multiplication(product<float> const&)> in_float;
  std::function<multiplication(product<double> const&)> in_double;

  template<class T>
  multiplication prepared(product<T> const& p) const {
    if constexpr (sizeof(T) == sizeof(float)) return in_float(p);
    else return in_double(p);
  }
};

/// Prepare: what is called with a product of either type.
template<class Prepare>
peer make_peer(std::string name, std::string version, Prepare prepare) {
  return {std::move(name), std::move(version), prepare, prepare};
}

peer tessera_tiled();
peer eigen();
peer openblas();
peer blis();
peer onednn();
peer libxsmm();

/// tessera first, then what this build has, all on one thread.
std::vector<peer> all_peers();
/// The names of those it has not.
std::string missing_peers();

}  // namespace bench
