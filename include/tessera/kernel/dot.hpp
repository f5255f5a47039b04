// SPDX-License-Identifier: BSL-1.0
#pragma once
// Dot products over a fixed number of lanes: element p goes to lane p mod 256 bytes, and the lanes
// are added in halves. Instruction sets differ in how many registers hold the lanes, not in what
// they hold.

#include <tessera/core/unrolled.hpp>
#include <tessera/kernel/finish.hpp>
#include <tessera/policy/blocking.hpp>
#include <tessera/simd/fold.hpp>
#include <tessera/storage/workspace.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// sum over p of a[p] b[p].
///   a, b   k contiguous elements each, any alignment
/// 2 k flops; reads each operand once per eight registers of lanes.
// (A path of its own for what fits 64 bytes gains 2 ns at 8 elements and loses 1 from 17 on.)
template<class T>
T dot_contiguous(index_t k, T const* a, T const* b) {
  using V = batch<T>;
  constexpr int width = lanes_of<V>, lanes = dot_lanes<T>, count = lanes / width;
  constexpr int group = std::min(count, 8 / simd::chain<V>::parts);
  static_assert(count > 0 && count % group == 0);
  V totals[std::size_t(count)];
  index_t const whole = multiple_of<lanes>(k);
  unrolled<count / group>([&](auto g) __attribute__((always_inline)) {
    constexpr int first = g * group;
    simd::chain<V> acc[std::size_t(group)];
    unrolled<group>([&](auto r)
                        __attribute__((always_inline)) { acc[r] = simd::chain<V>::zero(); });
    for (index_t p = first * width; p < whole; p += lanes)
      unrolled<group>([&](auto r) __attribute__((always_inline)) {
        acc[r].step(load_from<V>(a + p + r * width), load_from<V>(b + p + r * width));
      });
    // What is left: whole batches, then a part of one.
    index_t const rest = whole + first * width, left = k - rest;
    if (left > 0) {
      unrolled<group>([&](auto r) __attribute__((always_inline)) {
        index_t const p = rest + r * width;
        if (left >= (r + 1) * width) acc[r].step(load_from<V>(a + p), load_from<V>(b + p));
      });
    }
    unrolled<group>([&](auto r)
                        __attribute__((always_inline)) { totals[first + r] = acc[r].value(); });
    if (left <= 0 || left >= group * width || left % width == 0) return;
    index_t const begin = multiple_of<width>(left);
    first_lanes<V> const part(int(left - begin));
    V const last_a = load_from<V>(a + rest + begin, part);
    V const last_b = load_from<V>(b + rest + begin, part);
    // Lanes without an element keep their value: even the sign of a zero is the same for any width.
    unrolled<group>([&](auto r) __attribute__((always_inline)) {
      if (begin != r * width) return;
      acc[r].step(last_a, last_b);
      totals[first + r] = first_of(acc[r].value(), totals[first + r], part.count);
    });
  });
  return simd::fold<count>(totals);
}

/// The rows of a source, each contiguous: as they lie where they are, packed some at a time where
/// they are not.
template<class T, class S>
class contiguous_rows {
public:
  /// At most `capacity` rows of k elements are packed at once.
  contiguous_rows(workspace& ws, S const& source, index_t k, index_t capacity)
      : source_(source), k_(k), stride_(k) {
    if constexpr (is_memory<S> && std::is_same_v<typename S::value_type, T>)
      if (source.col == 1 || k <= 1) {
        first_ = source.data;
        stride_ = source.row;
        return;
      }
    packed_ = scratch<T>(ws, capacity * k);
  }

  /// Makes rows `begin` to `end` ready to be asked for.
  void prepare(index_t begin, index_t end) {
    if (packed_.size() == 0) return;
    for (index_t i0 = begin; i0 < end; i0 += panel)
      for (index_t p = 0; p < k_; ++p)
        for (index_t i = i0; i < std::min(i0 + panel, end); ++i)
          packed_.data()[(i - begin) * k_ + p] = static_cast<T>(source_.at(i, p, T(0)));
    base_ = begin;
  }

  T const* operator[](index_t i) const {
    if (k_ == 0) return nullptr;
    return packed_.size() == 0 ? first_ + i * stride_ : packed_.data() + (i - base_) * k_;
  }

  static constexpr index_t panel = 16;

private:
  S const& source_;
  index_t k_, stride_, base_ = 0;
  T const* first_ = nullptr;
  scratch<T> packed_;
};

/// C = finish(A B), each element one dot product of a row and a column.
///   A   m x k, rows contiguous or else packed
///   B   k x n, columns contiguous or else packed, sixteen at a time
///   C   m x n, any strides
/// 2 m n k flops; takes m k elements of the workspace where A and 16 k where B has to be packed.
template<class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_dot(workspace& ws, extents mn, index_t k, A const& a, B const& b,
                                    Finish const& out) {
  auto const transposed_b = flipped(b);
  constexpr index_t panel = 16;
  contiguous_rows<T, A> rows(ws, a, k, mn.rows);
  contiguous_rows<T, decltype(flipped(b))> cols(ws, transposed_b, k, std::min(panel, mn.cols));
  rows.prepare(0, mn.rows);
  for (index_t j0 = 0; j0 < mn.cols; j0 += panel) {
    index_t const j1 = std::min(j0 + panel, mn.cols);
    cols.prepare(j0, j1);
    for (index_t i = 0; i < mn.rows; ++i)
      for (index_t j = j0; j < j1; ++j)
        out.write(dot_contiguous(k, rows[i], cols[j]), i, j, all_lanes{});
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
