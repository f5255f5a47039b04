// SPDX-License-Identifier: BSL-1.0
#pragma once
// A product of narrow integers is one of groups, where the instruction set has them.

#include <tessera/kernel/grouped.hpp>
#include <tessera/lower/nest.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// The element type of integers in memory, as int; void of everything else.
template<class A>
struct narrow_integers {
  using type = void;
};
template<class U, index_t Row, index_t Col>
  requires std::is_integral_v<U>
struct narrow_integers<
    kernel::computed<std::int32_t, simd::cast_to<std::int32_t>, kernel::memory<U, Row, Col>>> {
  using type = std::remove_const_t<U>;
};
template<class A>
using narrow = typename narrow_integers<A>::type;

/// Do 16 bits hold them, or 8?
template<class U>
inline constexpr bool fits_pair =
    std::is_same_v<U, std::int16_t> || std::is_same_v<U, std::int8_t> ||
    std::is_same_v<U, std::uint8_t> || std::is_same_v<U, bool>;
template<class U>
inline constexpr bool is_byte = std::is_same_v<U, std::int8_t> || std::is_same_v<U, std::uint8_t>;

/// Left and right factor in groups G.
template<class G, bool Flip, class P, class A, class B, class Out>
constexpr auto in_groups(product_nest<P, std::int32_t, A, B, Out> const& nest) {
  auto const& a = hana::front(nest.a.args);
  auto const& b = hana::front(nest.b.args);
  using left = kernel::grouped<G, false, Flip, std::remove_cvref_t<decltype(a)>>;
  using right = kernel::grouped<G, true, false, std::remove_cvref_t<decltype(b)>>;
  return product_nest<P, G, left, right, Out>{nest.mn, (nest.k + G::count - 1) / G::count,
                                              left{a, nest.k}, right{b, nest.k}, nest.out};
}

/// In fours: one factor without a sign, the other with. Where both have one, that of A is flipped.
template<class P, class A, class B, class Out>
  requires(is_byte<narrow<A>> && std::is_same_v<narrow<B>, std::int8_t>)
constexpr auto in_quads(product_nest<P, std::int32_t, A, B, Out> const& nest) {
  return in_groups<simd::quad<true>, std::is_same_v<narrow<A>, std::int8_t>>(nest);
}
template<class P, class A, class B, class Out>
  requires(std::is_same_v<narrow<A>, std::int8_t> && std::is_same_v<narrow<B>, std::uint8_t>)
constexpr auto in_quads(product_nest<P, std::int32_t, A, B, Out> const& nest) {
  return in_groups<simd::quad<false>, false>(nest);
}

template<class P, class A, class B>
concept takes_groups =
    simd::has_pairs && register_tiled<P> && fits_pair<narrow<A>> && fits_pair<narrow<B>>;

/// The nest as it runs: of groups where both factors are of narrow integers. Flip it before.
template<class Nest>
constexpr auto grouped(Nest const& nest) {
  return nest;
}
template<class P, class A, class B, class Out>
  requires takes_groups<P, A, B>
constexpr auto grouped(product_nest<P, std::int32_t, A, B, Out> const& nest) {
  if constexpr (simd::has_quads && requires { in_quads(nest); }) return in_quads(nest);
  else return in_groups<simd::pair, false>(nest);
}

/// n columns, and as many as are missing in the last batch of sums.
template<class G>
constexpr index_t whole_batches(index_t n) {
  return kernel::multiple_above<simd::lanes_of<simd::groups<G>>>(n);
}

/// A has 128 too much in each element: a column of C has that times the sum of a column of B.
template<class P, class G, class A, class B, class Out>
void multiply_flipped(workspace& ws, extents mn, index_t k, A const& a, B const& b,
                      Out const& out) {
  index_t const n = whole_batches<G>(mn.cols);
  scratch<std::int32_t> const excess(ws, n);
  kernel::column_excess(b.s, b.all, mn.cols, n, excess.data());
  kernel::multiply_tiled<P, G>(ws, mn, k, a, b, kernel::corrected<Out>{out, excess.data()});
}

template<class P, class G, bool Flip, class A, class B, class Out>
constexpr void run(workspace* ws,
                   product_nest<P, G, kernel::grouped<G, false, Flip, A>,
                                kernel::grouped<G, true, false, B>, Out> const& nest) {
  auto const& [mn, k, a, b, out, symmetric] = nest;
  if (__builtin_is_constant_evaluated())
    kernel::multiply_naive<std::int32_t>(mn, a.all, a.s, b.s, out);
  else if constexpr (Flip) multiply_flipped<P, G>(*ws, mn, k, a, b, out);
  else kernel::multiply_tiled<P, G>(*ws, mn, k, a, b, out);
}

template<class P, class A, class B, class Out>
  requires takes_groups<P, A, B>
constexpr void run(workspace* ws, product_nest<P, std::int32_t, A, B, Out> const& nest) {
  run(ws, grouped(nest));
}

}  // namespace tessera::inline TESSERA_ISA::lowering
