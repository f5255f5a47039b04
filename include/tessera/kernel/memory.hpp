// SPDX-License-Identifier: BSL-1.0
#pragma once
// Elements where they lie: a pointer and two strides, of which the compiler may know one or both.

#include <tessera/shape/shape.hpp>
#include <tessera/simd/lanes.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

using simd::all_lanes, simd::batch, simd::element_of, simd::first_lanes, simd::first_of;
using simd::is_batch, simd::is_complex, simd::lanes_of, simd::load_from, simd::store_to;

/// The largest multiple of N, a power of two, that is not above n >= 0. (n / N * N may be a
/// division: g++ saves bytes where it takes code for rare.)
template<index_t N>
TESSERA_INLINE constexpr index_t multiple_of(index_t n) {
  static_assert((N & (N - 1)) == 0);
  return n & -N;
}

/// The smallest that is not below n.
template<index_t N>
TESSERA_INLINE constexpr index_t multiple_above(index_t n) {
  return multiple_of<N>(n + N - 1);
}

/// Element (i, j) is data[i * row + j * col]. A stride of 0 repeats a row or a column.
template<class T, index_t Row, index_t Col>
struct memory {
  using value_type = std::remove_const_t<T>;
  static constexpr index_t row_stride = Row, col_stride = Col;
  T* data;
  [[no_unique_address]] extent<Row, 0> row;
  [[no_unique_address]] extent<Col, 1> col;

  TESSERA_INLINE constexpr memory(T* first, index_t row_step, index_t col_step)
      : data(first), row(row_step), col(col_step) {}

  // Number by number, as views are (storage/view.hpp): what is copied as a block waits in memory
  // for the stores of its parts.
  TESSERA_INLINE constexpr memory(memory const& m) noexcept
      : data(m.data), row(index_t(m.row)), col(index_t(m.col)) {}

  TESSERA_INLINE constexpr T* address(index_t i, index_t j) const {
    return data + i * row + j * col;
  }

  /// Is row i + 1 where row i, of `cols` elements, ends? So that all rows are one.
  TESSERA_INLINE constexpr bool is_one_row(index_t cols) const {
    return (Row == 0 && Col == 0) || (Col == 1 && row == cols);
  }

  template<class Acc>
  TESSERA_INLINE constexpr value_type at(index_t i, index_t j, Acc const&) const {
    return *address(i, j);
  }
  template<class V>
  static constexpr bool loads = std::is_same_v<element_of<V>, value_type> && (Col == 0 || Col == 1);
  template<class V>
  static constexpr bool batches = loads<V> || (is_batch<V> && !is_complex<value_type> &&
                                               std::is_same_v<element_of<V>, value_type>);

  template<class V, class Lanes, class Acc>
  TESSERA_INLINE V batch_at(index_t i, index_t j, Lanes const& lanes, Acc const&) const {
    if constexpr (Col == 0) return V(*address(i, 0));
    else if constexpr (Col == 1) return load_from<V>(address(i, j), lanes);
    else return gather<V>(address(i, j), lanes);
  }

private:
  template<class V>
  TESSERA_INLINE V gather(T const* from, all_lanes) const {
    return simd::made_of<V>([&](int l) __attribute__((always_inline)) { return from[l * col]; });
  }
  // The last element again where there is no other.
  template<class V>
  TESSERA_INLINE V gather(T const* from, first_lanes<V> const& lanes) const {
    int const last = std::max(lanes.count - 1, 0);
    return simd::made_of<V>([&](int l) __attribute__((always_inline)) {
      return from[std::min(l, last) * col];
    });
  }
};

template<class S>
inline constexpr bool is_memory = false;
template<class T, index_t Row, index_t Col>
inline constexpr bool is_memory<memory<T, Row, Col>> = true;

/// Is S memory of elements of T, and its rows contiguous?
template<class T, class S>
inline constexpr bool has_rows = false;
template<class T, class U, index_t Row>
inline constexpr bool has_rows<T, memory<U, Row, 1>> = std::is_same_v<std::remove_const_t<U>, T>;

/// Rows for columns.
template<class T, index_t Row, index_t Col>
constexpr memory<T, Col, Row> flipped(memory<T, Row, Col> const& m) {
  return {m.data, index_t(m.col), index_t(m.row)};
}

}  // namespace tessera::inline TESSERA_ISA::kernel
