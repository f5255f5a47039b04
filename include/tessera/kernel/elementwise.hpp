// SPDX-License-Identifier: BSL-1.0
#pragma once
// One pass over rows and batches, however deep the tree that is computed.

#include <tessera/kernel/finish.hpp>
#include <tessera/kernel/streams.hpp>
#include <tessera/kernel/turned.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// One value for a whole row.
template<class V>
struct repeated {
  using value_type = element_of<V>;
  V value;

  template<class W>
  static constexpr bool batches = std::is_same_v<W, V>;
  template<class W>
  static constexpr bool loads = batches<W>;

  template<class W, class Lanes, class Acc>
  TESSERA_INLINE V batch_at(index_t, index_t, Lanes const&, Acc const&) const {
    return value;
  }
};

/// Has S a column that repeats, of T?
template<class T, class S>
inline constexpr bool repeats_a_column = false;
template<class T, class U, index_t Row>
inline constexpr bool repeats_a_column<T, memory<U, Row, 0>> =
    Row != 0 && std::is_same_v<T, std::remove_const_t<U>>;
template<class T, class U, class F, class... S>
inline constexpr bool repeats_a_column<T, computed<U, F, S...>> = (repeats_a_column<T, S> || ...);

/// A source of which row i is read in batches of V: what repeats in it is loaded once. To the
/// compiler a store may change it, so that it would be loaded anew for each batch.
template<class V, class S>
TESSERA_INLINE auto on_row(S const& s, index_t i) {
  if constexpr (!repeats_a_column<element_of<V>, S>) return s;
  else if constexpr (is_memory<S>) return repeated<V>{V(*s.address(i, 0))};
  else
    return unpack(s.args, [&](auto const&... arg) __attribute__((always_inline)) {
      using T = typename S::value_type;
      using F = std::remove_cvref_t<decltype(s.f)>;
      return computed<T, F, decltype(on_row<V>(arg, i))...>{
          {s.f, hana::make_basic_tuple(on_row<V>(arg, i)...)}};
    });
}

template<class T, class Finish>
TESSERA_INLINE void elementwise_batches(extents n, Finish const& nest) {
  using V = batch<T>;
  // A copy that nobody else can reach: stores of batches may alias anything, and pointers that they
  // might change would be loaded anew for each.
  Finish const out = nest;
  // Rows without gaps are one row: a short row costs as much to begin as to compute.
  if (out.sink.is_one_row(n.cols) && out.source.is_one_row(n.cols)) n = {1, n.rows * n.cols};
  constexpr index_t lanes = lanes_of<V>;
  index_t const whole = multiple_of<lanes>(n.cols);
  // Two batches a turn are a fifth faster from L1, and 3 % slower from beyond it. (Prefetching made
  // 48^2 faster, 64^2 faster or slower by what lay where, 300^2 a fifth slower.)
  constexpr index_t streams = streams_of<decltype(out.source)> + 1;
  bool const near = n.rows * whole * streams * index_t(sizeof(T)) <= l1_bytes;
  for (index_t i = 0; i < n.rows; ++i) {
    finish<decltype(out.sink), decltype(on_row<V>(out.source, i))> const row{
        out.sink, on_row<V>(out.source, i)};
    index_t j = 0;
    if (near)
#pragma GCC unroll 1
      for (; j + lanes < whole; j += 2 * lanes) {
        row.write(V(T(0)), i, j, all_lanes{});
        row.write(V(T(0)), i, j + lanes, all_lanes{});
      }
#pragma GCC unroll 1
    for (; j < whole; j += lanes) row.write(V(T(0)), i, j, all_lanes{});
    if (whole < n.cols) row.write(V(T(0)), i, whole, first_lanes<V>(int(n.cols - whole)));
  }
}

template<class T, class Finish>
inline constexpr bool turns_into_batches = false;
template<class T, index_t Row, class Source>
inline constexpr bool turns_into_batches<T, finish<memory<T, Row, 1>, Source>> = turns<T, Source>;

template<class T, class Finish>
[[gnu::noinline]] void elementwise_blocks(extents n, Finish const& out) {
  using sink = decltype(out.sink);
  for_each_block<T>(n, out.source, [&](index_t i, index_t j, extents size, auto const& part) {
    finish<sink, std::remove_cvref_t<decltype(part)>> const all{
        {out.sink.address(i, j), out.sink.row, out.sink.col}, part};
    elementwise_batches<T>(size, all);
  });
}

template<class T, class Finish>
inline constexpr bool writes_in_batches = false;
template<class T, class Sink, class Source>
  requires(finish<Sink, Source>::template in_batches<batch<T>>)
inline constexpr bool writes_in_batches<T, finish<Sink, Source>> = pays_in_batches<T, Source>;

/// C(i, j) = source(i, j) for all i < rows, j < cols.
///   C   unit column stride: batches, operands that lie in columns turned over block by block; any
///       other stride: element by element
/// One pass; nothing is allocated.
template<class T, class Finish>
TESSERA_INLINE constexpr void elementwise(extents n, Finish const& out) {
  if constexpr (turns_into_batches<T, Finish>)
    if (!__builtin_is_constant_evaluated() && is_worth_turning(n))
      return elementwise_blocks<T>(n, out);
  if (__builtin_is_constant_evaluated() || !writes_in_batches<T, Finish>) {
    Finish const nest = out;  // as in elementwise_batches
    auto const write = [&](index_t i, index_t j) __attribute__((always_inline)) {
      // Not by pairs: g++ would gather them for a single operation, a third slower.
      if constexpr (reads_apart<decltype(nest.source)>)
        if (!__builtin_is_constant_evaluated()) asm volatile("");
      nest.write(T(0), i, j, all_lanes{});
    };
    for (index_t i = 0; i < n.rows; ++i) {
      index_t j = 0;
      for (; j + 3 < n.cols; j += 4) {
        write(i, j);
        write(i, j + 1);
        write(i, j + 2);
        write(i, j + 3);
      }
      for (; j < n.cols; ++j) write(i, j);
    }
  } else if constexpr (writes_in_batches<T, Finish>) {
    elementwise_batches<T>(n, out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
