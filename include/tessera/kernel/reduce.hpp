// SPDX-License-Identifier: BSL-1.0
#pragma once
// Many elements to one. Along a row element j goes to lane j mod 256 bytes of one set of lanes,
// which meet in halves at the end: the same bits for every width of register. Of a vector that can
// only be read element by element to chain j mod 8, which meet likewise. Down columns, and wherever
// `naive` asks, one after the other.

#include <array>

#include <tessera/core/unrolled.hpp>
#include <tessera/kernel/turned.hpp>
#include <tessera/simd/fold.hpp>
#include <tessera/simd/reducer.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// R over i, j of source(i, j), in order, from `total` on.
template<class R, class T, class S>
constexpr T reduce_naive(T total, extents n, S const& source, index_t i0 = 0) {
  for (index_t i = 0; i < n.rows; ++i)
    for (index_t j = 0; j < n.cols; ++j)
      total = R::combine(total, static_cast<T>(source.at(i0 + i, j, T(0))));
  return total;
}

/// R over any number of rows, in lanes.
template<class R, class T>
class lanes_of_rows {
  using V = batch<T>;
  static constexpr int width = lanes_of<V>, lanes = dot_lanes<T>, count = lanes / width;

public:
  TESSERA_INLINE lanes_of_rows() {
    unrolled<count>([&](auto r)
                        __attribute__((always_inline)) { totals_[r] = V(R::template begin<T>()); });
  }

  /// Takes in row i. A lane that gets no element gets the one that changes nothing.
  template<class S>
    requires pays_in_batches<T, S>
  TESSERA_INLINE void add(S const& source, index_t i, index_t cols) {
    index_t const whole = multiple_of<lanes>(cols);
    for (index_t j = 0; j < whole; j += lanes)
      unrolled<count>([&](auto r) __attribute__((always_inline)) {
        totals_[r] = R::combine(
            totals_[r], source.template batch_at<V>(i, j + r * width, all_lanes{}, V(T(0))));
      });
    if (whole == cols) return;
    int const full = int((cols - whole) / width);
    unrolled<count - 1>([&](auto r) __attribute__((always_inline)) {
      if (r < full)
        totals_[r] = R::combine(
            totals_[r], source.template batch_at<V>(i, whole + r * width, all_lanes{}, V(T(0))));
    });
    index_t const j = whole + full * width;
    if (j == cols) return;
    first_lanes<V> const rest(int(cols - j));
    V const items = first_of(source.template batch_at<V>(i, j, rest, V(T(0))),
                             V(R::template begin<T>()), rest.count);
    unrolled<count>([&](auto r) __attribute__((always_inline)) {
      if (r == full) totals_[r] = R::combine(totals_[r], items);
    });
  }

  // Lane by lane in memory, and batches again at the end: one wait for the stores.
  template<class S>
  TESSERA_INLINE void add(S const& source, index_t i, index_t cols) {
    alignas(64) T items[std::size_t(lanes)];
    unrolled<count>([&](auto r) __attribute__((always_inline)) {
      store_to(items + r * width, totals_[r]);
    });
    for (index_t j = 0; j < cols; j += lanes) {
      index_t const some = std::min<index_t>(cols - j, lanes);
      // Not by pairs: g++ would gather them for a single addition, in thousands of bytes of code.
#pragma GCC unroll 4
      for (index_t l = 0; l < some; ++l) {
        asm volatile("");
        items[l] = R::combine(items[l], static_cast<T>(source.at(i, j + l, T(0))));
      }
    }
    unrolled<count>([&](auto r) __attribute__((always_inline)) {
      totals_[r] = load_from<V>(items + r * width);
    });
  }

  TESSERA_INLINE T value() const { return simd::fold<count, R>(totals_); }

private:
  V totals_[std::size_t(count)];
};

/// R over row i of a source that is read element by element. Eight chains hide the latency of an
/// addition, and short rows do not wait for empty lanes: trace(A + B) at 4 in 8 ns, in lanes 24.
template<class R, class T, class S>
T reduce_chains(index_t i, index_t cols, S const& source) {
  constexpr int chains = 8;
  T totals[chains];
  unrolled<chains>([&](auto r)
                       __attribute__((always_inline)) { totals[r] = R::template begin<T>(); });
  auto const take = [&](auto r, index_t j) __attribute__((always_inline)) {
    asm volatile("");  // not by pairs: g++ would gather them for a single addition
    totals[r] = R::combine(totals[r], static_cast<T>(source.at(i, j, T(0))));
  };
  index_t j = 0;
  for (; j + chains <= cols; j += chains)
    unrolled<chains>([&](auto r) __attribute__((always_inline)) { take(r, j + r); });
  if (j < cols)
    unrolled<chains - 1>([&](auto r) __attribute__((always_inline)) {
      if (j + r < cols) take(r, j + r);
    });
  return simd::fold<chains, R>(totals);
}

template<class R, class T, class S>
T reduce_row(index_t i, index_t cols, S const& source) {
  lanes_of_rows<R, T> lanes;
  lanes.add(source, i, cols);
  return lanes.value();
}

/// R over all elements of source: as one row where rows follow each other without gaps. What lies
/// in columns is taken in block by block.
template<class R, class T, class S>
void add_rows(lanes_of_rows<R, T>& lanes, extents n, S const& source) {
  if (source.is_one_row(n.cols)) n = {1, n.rows * n.cols};
  auto const add = [&](index_t, index_t, extents size, auto const& part) {
    for (index_t i = 0; i < size.rows; ++i) lanes.add(part, i, size.cols);
  };
  if constexpr (turns<T, S>)
    if (is_worth_turning(n)) return for_each_block<T>(n, source, add);
  add(0, 0, n, source);
}

/// The lanes of as many rows as a block has: a row goes on in the next block.
template<class R, class T, class S, class Sink>
void reduce_rows_in_blocks(extents n, S const& source, Sink const& sink) {
  std::array<lanes_of_rows<R, T>, std::size_t(block_rows<T>)> lanes;
  for_each_block<T>(n, source, [&](index_t i, index_t j, extents size, auto const& part) {
    for (index_t r = 0; r < size.rows; ++r) {
      // A copy, which stays in registers.
      auto of_row = j == 0 ? lanes_of_rows<R, T>() : lanes[std::size_t(r)];
      of_row.add(part, r, size.cols);
      if (j + size.cols == n.cols) *sink.address(i + r, 0) = of_row.value();
      else lanes[std::size_t(r)] = of_row;
    }
  });
}

/// Element (i, 0) = R over row i of source. One pass; nothing is allocated.
template<class R, class T, bool InOrder, class S, class Sink>
constexpr void reduce_rows(extents n, S const& source, Sink const& sink) {
  if constexpr (turns<T, S> && !InOrder)
    if (!__builtin_is_constant_evaluated() && is_worth_turning(n) && n.cols > 0)
      return reduce_rows_in_blocks<R, T>(n, source, sink);
  for (index_t i = 0; i < n.rows; ++i)
    if (InOrder || __builtin_is_constant_evaluated()) {
      *sink.address(i, 0) = reduce_naive<R, T>(R::template begin<T>(), {1, n.cols}, source, i);
    } else {
      *sink.address(i, 0) = reduce_row<R, T>(i, n.cols, source);
    }
}

/// Rows i .. end - 1 of `Count` batches of columns from j on: their totals wait in registers.
template<int Count, class R, class T, class S, class Lanes>
TESSERA_INLINE void add_columns(index_t i, index_t end, index_t j, S const& source,
                                Lanes const& lanes, T* total) {
  using V = batch<T>;
  constexpr index_t width = lanes_of<V>;
  V sums[std::size_t(Count)];
  unrolled<Count>([&](auto v) __attribute__((always_inline)) {
    sums[v] = load_from<V>(total + j + v * width, lanes);
  });
  for (; i < end; ++i)
    unrolled<Count>([&](auto v) __attribute__((always_inline)) {
      sums[v] = R::combine(sums[v], source.template batch_at<V>(i, j + v * width, lanes, V(T(0))));
    });
  unrolled<Count>([&](auto v) __attribute__((always_inline)) {
    store_to(total + j + v * width, sums[v], lanes);
  });
}

template<class R, class T, class S>
[[gnu::noinline]] void reduce_columns_in_batches(extents n, S const& nest, T* total) {
  S const source = nest;  // as in elementwise_batches
  using V = batch<T>;
  constexpr index_t width = lanes_of<V>, rows = 32;
  index_t const whole = multiple_of<width>(n.cols);
  first_lanes<V> const rest(int(n.cols - whole));
  for (index_t i = 0; i < n.rows; i += rows) {
    index_t const end = std::min(i + rows, n.rows);
    index_t j = 0;
    for (; j + 4 * width <= n.cols; j += 4 * width)
      add_columns<4, R>(i, end, j, source, all_lanes{}, total);
    for (; j < whole; j += width) add_columns<1, R>(i, end, j, source, all_lanes{}, total);
    if (whole < n.cols) add_columns<1, R>(i, end, whole, source, rest, total);
  }
}

/// total[j] = R(total[j], column j of source): each column in order, for every policy. Several rows
/// at a time, so that the totals are not loaded and stored for each.
template<class R, class T, class S>
constexpr void reduce_columns(extents n, S const& source, T* total) {
  if constexpr (turns<T, S>)
    if (!__builtin_is_constant_evaluated() && is_worth_turning(n))
      return for_each_block<T>(n, source, [&](index_t, index_t j, extents size, auto const& part) {
        reduce_columns_in_batches<R>(size, part, total + j);
      });
  if (__builtin_is_constant_evaluated() || !S::template batches<batch<T>>) {
    for (index_t i = 0; i < n.rows; ++i)
      for (index_t j = 0; j < n.cols; ++j)
        total[j] = R::combine(total[j], static_cast<T>(source.at(i, j, T(0))));
  } else if constexpr (S::template batches<batch<T>>) {
    reduce_columns_in_batches<R>(n, source, total);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
