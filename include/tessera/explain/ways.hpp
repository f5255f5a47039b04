// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which of its ways kernel::multiply_tiled takes.

#include <tessera/lower/nest.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Is only half of this product computed?
template<class T, class Out>
constexpr bool is_halved(lowering::elementwise_nest<T, Out> const&) {
  return false;
}
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
constexpr bool is_halved(lowering::product_nest<P, T, A, B, Out, Kind> const& nest) {
  return Kind == lowering::product_of::mirror_images && register_tiled<P> &&
         Out::template is_plain<T> && nest.symmetric;
}

/// Is a product of factors in memory made of tiny tiles, one below the other?
template<class P, class Cut>
constexpr bool is_one_batch(extents mn, index_t k) {
  using V = typename Cut::V;
  if constexpr (kernel::has_tiny_tiles<Cut, P>)
    if (kernel::is_tiny<Cut>(mn, k)) return true;
  return kernel::pays_in_halves<V> && k > 0 && mn.cols <= Cut::lanes / 2 &&
         Cut::is_plain(Cut::kinds, mn, k);
}

/// Is it one column of rows that are turned over?
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
constexpr bool is_column(lowering::product_nest<P, T, A, B, Out, Kind> const& nest) {
  using cut = kernel::tiling<P, T, A, B>;
  if constexpr (cut::has_column_tiles)
    return kernel::is_column<kernel::column_batch<typename cut::V>>(nest.mn, nest.a.row);
  else return false;
}

/// Is this product multiplied from copies of its factors, as kernel::multiply_tiled decides?
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
constexpr bool copies_factors(lowering::product_nest<P, T, A, B, Out, Kind> const& nest) {
  if constexpr (kernel::copies_factors<P, T, A, B, Out>)
    return kernel::suits_copies<T>(nest.mn, nest.k) && !is_halved(nest);
  else return false;
}
/// Is it a sum of products, multiplied part by part?
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
constexpr bool reads_parts(lowering::product_nest<P, T, A, B, Out, Kind> const& nest) {
  if constexpr (kernel::sums_parts<P, T, A, B, Out>)
    return kernel::suits_parts<P, T>(nest.mn, nest.k);
  else return false;
}

}  // namespace tessera::inline TESSERA_ISA::explaining
