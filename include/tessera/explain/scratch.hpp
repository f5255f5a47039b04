// SPDX-License-Identifier: BSL-1.0
#pragma once
// How much of a workspace a schedule takes: what lower/ keeps there, and what kernel/macro.hpp and
// kernel/dot.hpp pack there. A workspace is a stack, so what counts is the highest point.

#include <tessera/explain/schedule.hpp>
#include <tessera/explain/ways.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Bytes still held when something is done, and the most that were held meanwhile.
struct load {
  index_t held = 0, peak = 0;
};
/// One after the other.
constexpr load then(load a, load b) {
  return {a.held + b.held, std::max(a.peak, a.held + b.peak)};
}
/// In either order: the compiler chooses that of the operands of a node.
constexpr load beside(load a, load b) {
  return {a.held + b.held, std::max(then(a, b).peak, then(b, a).peak)};
}
template<class T>
constexpr load taken(index_t elements) {
  index_t const bytes = workspace::bytes_for<T>(elements);
  return {bytes, bytes};
}
constexpr load given_back(load a) {
  return {0, a.peak};
}

// --- kernels

/// kernel::contiguous_rows.
template<class T, class S>
constexpr load rows_scratch(S const& source, index_t k, index_t capacity) {
  if constexpr (kernel::is_memory<S> && std::is_same_v<typename S::value_type, T>)
    if (source.col == 1 || k <= 1) return {};
  return taken<T>(capacity * k);
}

/// kernel::multiply_dot.
template<class T, class A, class B>
constexpr load dot_scratch(extents mn, index_t k, A const& a, B const& b) {
  return then(rows_scratch<T>(a, k, mn.rows),
              rows_scratch<T>(flipped(b), k, std::min<index_t>(16, mn.cols)));
}

/// kernel::tiled_product.
template<class P, class T, class A, class B>
constexpr load tile_scratch(extents mn, index_t k) {
  using cut = kernel::tiling<P, T, A, B>;
  using part = simd::chain_element<typename cut::V>;
  cut const t(mn, k);
  load all;
  if (auto const n = t.packed_b_size(k)) all = then(all, taken<part>(n));
  if (auto const n = t.packed_a_size()) all = then(all, taken<T>(n));
  if (auto const n = t.saved_size()) all = then(all, taken<part>(n));
  return all;
}

/// kernel::multiply_copied.
template<class P, class T, class A, class B>
constexpr load copies_scratch(extents mn, index_t k) {
  using cut = kernel::tiling<P, T, A, B>;
  load all;
  if (!cut::a_has_rows) all = then(all, taken<T>(mn.rows * kernel::packed_row<T>(k)));
  if (!cut::b_has_rows)
    all = then(all, taken<T>(k * kernel::multiple_above<cut::lanes>(mn.cols)));
  return all;
}

/// kernel::multiply_rows.
template<class T>
constexpr load sums_scratch(index_t n, index_t k) {
  constexpr index_t lanes = kernel::lanes_of<kernel::batch<T>>;
  if (kernel::is_near<T>(k, n)) return {};
  return taken<T>(k > 1 ? std::min((n + lanes - 1) / lanes * lanes, kernel::waiting_sums<T>) : 0);
}

template<class T, class Out>
constexpr load nest_scratch(lowering::elementwise_nest<T, Out> const&) {
  return {};
}
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
constexpr load nest_scratch(lowering::product_nest<P, T, A, B, Out, Kind> const& nest) {
  if constexpr (std::is_same_v<P, naive>) {
    return {};
  } else if constexpr (std::is_same_v<P, dot_inner>) {
    return dot_scratch<T>(nest.mn, nest.k, nest.a, nest.b);
  } else {
    if constexpr (Kind == lowering::product_of::vectors && kernel::suits_vector<T, B>)
      if (nest.mn.rows == 1) return rows_scratch<T>(nest.a, nest.k, 1);
    if constexpr (Kind == lowering::product_of::vectors && kernel::suits_rows<T, B>)
      if (nest.mn.rows == 1)
        return then(rows_scratch<T>(nest.a, nest.k, 1), sums_scratch<T>(nest.mn.cols, nest.k));
    if (is_column(nest) || reads_parts(nest)) return {};
    if (copies_factors(nest)) return copies_scratch<P, T, A, B>(nest.mn, nest.k);
    return tile_scratch<P, T, A, B>(nest.mn, nest.k);
  }
}
/// lowering::multiply_flipped.
template<class P, class G, class A, class B, class Out>
constexpr load nest_scratch(
    lowering::product_nest<P, G, kernel::grouped<G, false, true, A>, B, Out> const& nest) {
  return then(taken<std::int32_t>(lowering::whole_batches<G>(nest.mn.cols)),
              tile_scratch<P, G, kernel::grouped<G, false, true, A>, B>(nest.mn, nest.k));
}

/// The nest that run_nest runs.
template<class P, class D, class E>
constexpr auto nest_for(nest_step<P, D, E> const& s) {
  auto const nest = lowering::lower<P>(s.d, shown(s.tree));
  if constexpr (lowering::lies_down<D>) return lowering::grouped(flipped(nest));
  else return lowering::grouped(nest);
}

}  // namespace tessera::inline TESSERA_ISA::explaining
