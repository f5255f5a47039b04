// SPDX-License-Identifier: BSL-1.0
#pragma once
// A sum of small products of factors that lie in a cache as a tile reads them: nothing is copied.

#include <tessera/kernel/joined.hpp>
#include <tessera/kernel/partition.hpp>
#include <tessera/kernel/tiles.hpp>
#include <tessera/kernel/tiling.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Are all parts of this source matrices of T with contiguous rows?
template<class T, class S>
inline constexpr bool joins_rows = false;
template<class T, bool Sideways, class... S>
inline constexpr bool joins_rows<T, joined<Sideways, S...>> = (has_rows<T, S> && ...);

/// May C = finish(A B) be multiplied part by part?
template<class P, class T, class A, class B, class Finish>
inline constexpr bool sums_parts =
    has_derived_tile<P> && joins_rows<T, A> && joins_rows<T, B> && reads_plain_panels<batch<T>> &&
    Finish::template is_plain<T>;

/// Are the parts read where they lie, as those of one product of these extents would be?
template<class P, class T>
constexpr bool suits_parts(extents mn, index_t k) {
  return k > 0 && mn.rows > 0 && mn.cols > 0 && tiling_of<P, T>::is_plain(rows_in_memory, mn, k);
}

/// C = A1 B1 + A2 B2 + ... A tile goes through one product after the other; meanwhile its sums
/// wait in L1. (Zen 4, float: A * B + D * H of 64^3 10 % faster than from copies of all four, of
/// 16^3 43 %.)
///   A, B   the factors as parts of one product, m x k and k x n
///   C      rows contiguous
/// 2 m n k flops.
template<class P, class T, class... A, class... B, class Finish>
[[gnu::noinline]] void multiply_parts(index_t m, index_t n, joined<true, A...> const& a,
                                      joined<false, B...> const& b, Finish const& out) {
  using block = blocking<P, T>;
  using V = typename block::vector;
  constexpr index_t lanes = block::lanes;
  alignas(64) T sums[std::size_t(block::mr * block::nr)];
  tile_job<T> job{};
  job.a_col = 1;
  for (index_t i = 0, height; i < m; i += height) {
    height = first_group(m - i, block::mr);
    for (index_t j = 0, batches; j < n; j += batches * lanes) {
      batches = first_group((n - j + lanes - 1) / lanes, block::nrv);
      job.last_lanes = int(std::min(lanes, n - j - (batches - 1) * lanes));
      job.from = nullptr, job.from_row = batches * lanes;
      unrolled<int(sizeof...(A))>([&](auto q) __attribute__((always_inline)) {
        constexpr bool last = q + 1 == sizeof...(A);
        auto const& left = hana::at_c<q>(a.part);
        auto const& right = hana::at_c<q>(b.part);
        job.k = a.begin[q + 1] - a.begin[q];
        job.a_row = left.row, job.b_row = right.row;
        if (job.k > 0) job.a = left.address(i, 0), job.b = right.address(0, j);
        job.c = last ? out.sink.address(i, j) : sums;
        job.c_row = last ? index_t(out.sink.row) : job.from_row;
        plain_tile<V, block::mr, block::nrv>(job, height, batches);
        job.from = sums;
      });
    }
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
