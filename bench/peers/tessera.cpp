// SPDX-License-Identifier: BSL-1.0
#include <tessera/tessera.hpp>

#include "peer.hpp"

namespace bench {
namespace {

using namespace tessera;

/// Somebody else's memory as what V would show of its own.
template<class V, class T>
auto view_like(T* data, index_t rows, index_t cols) {
  using shown = decltype(as_view(std::declval<V&>()));
  return shown(data, {rows, cols}, cols, 1);
}

/// What is a vector by its shape is one by its type: that is how it would be written.
template<class T>
multiplication prepare(product<T> const& p) {
  auto const a = view(p.a, p.m, p.k);
  if (p.n == 1)
    return [a, x = view_like<col_vector<T> const>(p.b, p.k, 1),
            y = view_like<col_vector<T>>(p.c, p.m, 1)] { assign<tiled>(y, a * x); };
  return [a, b = view(p.b, p.k, p.n), c = view(p.c, p.m, p.n)] { assign<tiled>(c, a * b); };
}

}  // namespace

peer tessera_tiled() {
  return make_peer("tessera", "", [](auto const& p) { return prepare(p); });
}

}  // namespace bench
