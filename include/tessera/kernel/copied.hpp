// SPDX-License-Identifier: BSL-1.0
#pragma once
// A small product of factors that do not lie as a tile reads them: what is computed, and a right
// factor in columns, is copied whole and multiplied in place. No blocks, which would take longer to
// set up.

#include <tessera/kernel/in_place.hpp>
#include <tessera/kernel/summed.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// May C = finish(A B) be multiplied from copies? Not where A lies in columns, which is read as it
/// is (transpose(A) * transpose(B) of 64 x 64 was 6 % slower), nor part by part.
template<class P, class T, class A, class B, class Finish>
inline constexpr bool copies_factors = [] {
  using cut = tiling<P, T, A, B>;
  return has_derived_tile<P> && std::is_arithmetic_v<T> && reads_plain_panels<typename cut::V> &&
         Finish::template is_plain<T> && !is_packed<B> && !sums_parts<P, T, A, B, Finish> &&
         (cut::a_has_rows ? !cut::b_has_rows : !cut::a_in_memory);
}();

/// Do both copies stay near? (Zen 4, float: A * transpose(B) at 16^3 1.5 times as fast as in
/// blocks, at 50 x 60 x 70 1.1 times, at 64^3 1.02 times.)
template<class T>
constexpr bool suits_copies(extents mn, index_t k) {
  constexpr index_t most = 2 * l1_bytes / index_t(sizeof(T));
  return k > 0 && mn.rows > 0 && mn.cols > 0 && mn.rows * k <= most && k * mn.cols <= most;
}

/// C = A B. 2 m n k flops. Takes packed rows of A and whole batches of rows of B of the workspace,
/// where those are copied.
template<class P, class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_copied(workspace& ws, index_t m, index_t n, index_t k, A const& a,
                                       B const& b, Finish const& out) {
  using cut = tiling<P, T, A, B>;
  using V = typename cut::V;
  using copy = memory<T const, dynamic, 1>;
  scratch<T> a_copy, b_copy;
  auto const left = [&] {
    if constexpr (cut::a_has_rows) {
      return a;
    } else {
      index_t const row = packed_row<T>(k);
      a_copy = scratch<T>(ws, m * row);
      pack_rows(a, 0, m, 0, k, a_copy.data(), row);
      return copy(a_copy.data(), row, 1);
    }
  }();
  auto const right = [&] {
    if constexpr (cut::b_has_rows) {
      return b;
    } else {
      index_t const row = multiple_above<cut::lanes>(n), batches = row / cut::lanes;
      first_lanes<V> const rest(int(n - (batches - 1) * cut::lanes));
      b_copy = scratch<T>(ws, k * row);
      if constexpr (jumps_along_rows<B>) pack_cols<V>(b, 0, k, 0, n, batches, b_copy.data());
      else pack_abreast<V>(b, 0, k, 0, 1, batches, rest, 0, b_copy.data());
      return copy(b_copy.data(), row, 1);
    }
  }();
  using cut_of_copies = tiling<P, T, std::remove_const_t<decltype(left)>,
                               std::remove_const_t<decltype(right)>>;
  multiply_in_place<cut_of_copies>(m, n, k, left, right, out);
}

}  // namespace tessera::inline TESSERA_ISA::kernel
