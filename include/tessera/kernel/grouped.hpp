// SPDX-License-Identifier: BSL-1.0
#pragma once
// The factors of a product of narrow integers as the tile reads them: groups of neighbours along
// the inner extent, made while they are packed.

#include <tessera/kernel/finish.hpp>
#include <tessera/simd/groups.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

using simd::groups;

/// Groups G of elements of s: of its columns where Down, of its rows otherwise; zero behind the
/// last of `all`. Flip: the sign bit of each byte, which adds 128 to what then has no sign.
template<class G, bool Down, bool Flip, class S>
struct grouped {
  using value_type = G;
  using item = typename S::value_type;
  static constexpr int count = G::count;
  S s;
  index_t all;

  static constexpr bool is_one_row(index_t) { return false; }

  template<class Acc>
  TESSERA_INLINE G at(index_t i, index_t j, Acc const&) const {
    G g;
    for (int q = 0; q < count; ++q) {
      index_t const p = count * (Down ? i : j) + q;
      if (p >= all) break;
      g.items[q] = static_cast<typename G::item>(Down ? s.at(p, j, 0) : s.at(i, p, 0));
      if constexpr (Flip) g.items[q] = static_cast<typename G::item>(g.items[q] ^ 0x80);
    }
    return g;
  }

  template<class V>
  static constexpr bool batches = std::is_same_v<V, groups<G>> && S::col_stride == 1;
  template<class V>
  static constexpr bool loads = batches<V>;

  template<class V, class Lanes, class Acc>
  TESSERA_INLINE V batch_at(index_t i, index_t j, Lanes const& lanes, Acc const&) const {
    V g = Down ? across_rows(i, j, count_of<V>(lanes)) : along_row(i, j);
    if constexpr (Flip) g.lanes = g.lanes ^ decltype(g.lanes)(std::int32_t(0x80808080));
    return g;
  }

private:
  static constexpr int width = lanes_of<groups<G>>;

  groups<G> across_rows(index_t i, index_t j, int lanes) const {
    item zeros[std::size_t(width)]{}, copy[std::size_t(count)][std::size_t(width)]{};
    item const* row[std::size_t(count)];
    for (int q = 0; q < count; ++q) {
      index_t const p = count * i + q;
      row[q] = p < all ? s.address(p, j) : zeros;
      if (lanes < width) row[q] = std::copy_n(row[q], lanes, copy[q]) - lanes;
    }
    return simd::interleaved<G>(row);
  }
  groups<G> along_row(index_t i, index_t j) const {
    item const* const first = s.address(i, count * j);
    index_t const left = all - count * j;
    if (left >= count * width) return simd::load_groups<G>(first);
    item rest[std::size_t(count * width)]{};
    std::copy_n(first, std::max<index_t>(0, left), rest);
    return simd::load_groups<G>(rest);
  }
};

/// What the sums of column j have too much is taken away from them in front of the epilogue.
template<class Finish>
struct corrected : Finish {
  std::int32_t const* by_column;  // whole batches

  template<class V, class Lanes>
  TESSERA_INLINE void write(V const& acc, index_t i, index_t j, Lanes const& lanes) const {
    Finish::write(acc - load_from<V>(by_column + j), i, j, lanes);
  }
};

/// excess[j] = 128 times the sum of column j of B, k x n; zero up to the end of the last batch.
template<class B>
void column_excess(B const& b, index_t k, index_t n, index_t padded, std::int32_t* excess) {
  std::fill_n(excess, padded, 0);
  for (index_t p = 0; p < k; ++p)
    for (index_t j = 0; j < n; ++j)
      excess[j] = simd::sum_of(excess[j], 128 * std::int32_t(b.at(p, j, 0)));
}

}  // namespace tessera::inline TESSERA_ISA::kernel
