// SPDX-License-Identifier: BSL-1.0
#pragma once
// The last thing that happens to an element: the epilogue is applied to its accumulator and the
// only store is made.

#include <tessera/kernel/source.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Writes sink(i, j) = source(i, j, acc) for a batch of columns.
template<class Sink, class Source>
struct finish {
  Sink sink;
  Source source;

  template<class V>
  static constexpr bool in_batches = std::is_same_v<typename Sink::value_type, element_of<V>> &&
                                     (Sink::col_stride == 1) && Source::template batches<V>;

  /// Stores the accumulators themselves, of type T, in rows?
  template<class T>
  static constexpr bool is_plain =
      std::is_same_v<Source, accumulator_source<T>> &&
      std::is_same_v<typename Sink::value_type, T> && Sink::col_stride == 1;

  /// Costs a few loads and arithmetic operations for each batch of V?
  template<class V>
  static constexpr bool is_cheap =
      in_batches<V> && Source::template loads<V> && !is_costly<Source> && leaves_of<Source> <= 4;

  template<class V, class Lanes>
  TESSERA_INLINE constexpr void write(V const& acc, index_t i, index_t j,
                                      Lanes const& lanes) const {
    using T = element_of<V>;
    using U = typename Sink::value_type;
    if constexpr (!is_batch<V>) {
      *sink.address(i, j) = static_cast<U>(source.at(i, j, acc));
    } else if constexpr (in_batches<V>) {
      store_to(sink.address(i, j), source.template batch_at<V>(i, j, lanes, acc), lanes);
    } else {
      alignas(64) T in[std::size_t(lanes_of<V>)];
      store_to(in, acc);
      int const count = count_of<V>(lanes);
      for (int l = 0; l < count; ++l)
        *sink.address(i, j + l) = static_cast<U>(source.at(i, j + l, in[l]));
    }
  }
};

template<class Sink, class Source>
constexpr auto flipped(finish<Sink, Source> const& f) {
  return finish<decltype(flipped(f.sink)), decltype(flipped(f.source))>{flipped(f.sink),
                                                                        flipped(f.source)};
}

}  // namespace tessera::inline TESSERA_ISA::kernel
