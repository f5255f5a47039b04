// SPDX-License-Identifier: BSL-1.0
#pragma once
// The right operand of a product, packed once for all panels of rows (lower/stream.hpp).

#include <tessera/lower/settle.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

template<class Part, class T, class Shape>
struct packed_view : node {
  using value_type = T;
  using shape_type = Shape;
  Part const* data;
  extents n;
};
template<class Part, class T, class Shape>
constexpr extents extents_of(packed_view<Part, T, Shape> const& e) {
  return e.n;
}
template<class Part, class T, class Shape>
inline constexpr bool is_elementwise<packed_view<Part, T, Shape>> = true;
template<class E>
inline constexpr bool is_packed_view = false;
template<class Part, class T, class Shape>
inline constexpr bool is_packed_view<packed_view<Part, T, Shape>> = true;
template<class U, class Part, class T, class Shape>
constexpr auto factor_of(packed_view<Part, T, Shape> const& e) {
  return kernel::packed_panels<T, Part>{e.data};
}

template<class P, class T, class Shape>
class packed_operand : public node {
  using block = blocking<P, T>;
  using V = typename block::vector;
  using part = simd::chain_element<V>;

public:
  using value_type = T;
  using shape_type = Shape;

  template<class B>
  packed_operand(workspace* ws, B const& b) : n_(extents_of(b)) {
    kernel::partition const cols((n_.cols + block::lanes - 1) / block::lanes, block::nrv);
    index_t batches = 0;
    if (cols.groups > 0) batches = cols.begin(cols.groups - 1) + cols.size(cols.groups - 1);
    memory_ = scratch<part>(*ws, n_.rows * batches * kernel::packed_size<V>);
    auto const ready = settled<P>(ws, b);
    auto const source = factor_of<T>(viewed(ready));
    for (index_t jr = 0; jr < cols.groups; jr += kernel::columns_abreast)
      kernel::pack_panels<V>(source, 0, n_.rows, n_.cols, cols, jr,
                             std::min(jr + kernel::columns_abreast, cols.groups), {n_.rows, 0},
                             memory_.data() + kernel::panel_offset<V>(cols, 0, jr, n_.rows));
  }

  friend auto as_view(packed_operand const& p) {
    return packed_view<part, T, Shape>{{}, p.memory_.data(), p.n_};
  }
  friend extents extents_of(packed_operand const& p) { return p.n_; }

private:
  extents n_;
  scratch<part> memory_;
};
}  // namespace tessera::inline TESSERA_ISA::lowering
namespace tessera::inline TESSERA_ISA {
template<class P, class T, class Shape>
inline constexpr bool owns_elements<lowering::packed_operand<P, T, Shape>> = true;
}  // namespace tessera::inline TESSERA_ISA
namespace tessera::inline TESSERA_ISA::lowering {

}  // namespace tessera::inline TESSERA_ISA::lowering
