// SPDX-License-Identifier: BSL-1.0
#pragma once
// A square of elements turned over in registers: as many batches as a batch has lanes.

#include <utility>

#include <tessera/simd/lanes.hpp>
#include <tessera/simd/words.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Squares of at most 16 batches of elements of four bytes or more: they fit in the registers.
template<class V>
inline constexpr bool turns_in_registers =
    is_batch<V> && !is_complex<element_of<V>> && sizeof(element_of<V>) >= 4 && lanes_of<V> <= 16;

/// Lanes and batches change the bit S of their numbers: lane l of a where l has not, lane l - S of
/// b where it has; and the other way round.
template<int S, class R, int... L>
TESSERA_INLINE void swap_bit(R& a, R& b, std::integer_sequence<int, L...>) {
  constexpr int N = int(sizeof...(L));
  R const x = a, y = b;
  a = __builtin_shufflevector(x, y, ((L & S) ? N + L - S : L)...);
  b = __builtin_shufflevector(x, y, ((L & S) ? N + L : L + S)...);
}

template<int S, class V, class R>
TESSERA_INLINE void swap_bits(R* v) {
  constexpr int N = lanes_of<V>;
  if constexpr (S < N) {
    TESSERA_UNROLL
    for (int i = 0; i < N; ++i)
      if ((i & S) == 0) swap_bit<S>(v[i], v[i + S], std::make_integer_sequence<int, N>{});
    swap_bits<2 * S, V>(v);
  }
}

/// v[p] = (from[p], from[from_row + p], ...): lanes * log2(lanes) shuffles.
template<class V>
TESSERA_INLINE void load_transposed(element_of<V> const* from, std::ptrdiff_t from_row,
                                    raw_of<V>* v) {
  TESSERA_UNROLL
  for (int i = 0; i < lanes_of<V>; ++i) v[i] = raw(load_from<V>(from + i * from_row));
  swap_bits<1, V>(v);
}

/// The same of the first `cols` lanes of `rows` batches only, both at most lanes; else zero.
template<class V>
TESSERA_INLINE void load_transposed(element_of<V> const* from, std::ptrdiff_t from_row, int rows,
                                    int cols, raw_of<V>* v) {
  first_lanes<V> const lanes(cols);
  for (int i = 0; i < lanes_of<V>; ++i)
    v[i] = raw(i < rows ? load_from<V>(from + i * from_row, lanes) : V(element_of<V>(0)));
  swap_bits<1, V>(v);
}

/// to[p * to_row + i] = from[i * from_row + p] for i, p < lanes.
template<class V>
TESSERA_INLINE void transpose_square(element_of<V> const* from, std::ptrdiff_t from_row,
                                     element_of<V>* to, std::ptrdiff_t to_row) {
  raw_of<V> v[std::size_t(lanes_of<V>)];
  load_transposed<V>(from, from_row, v);
  TESSERA_UNROLL
  for (int i = 0; i < lanes_of<V>; ++i) store_to(to + i * to_row, from_raw<V>(v[i]));
}

/// The same for i < rows, p < cols, both at most lanes. Whole batches are stored, zeros behind the
/// last column.
template<class V>
TESSERA_INLINE void transpose_part(element_of<V> const* from, std::ptrdiff_t from_row,
                                   element_of<V>* to, std::ptrdiff_t to_row, int rows, int cols) {
  raw_of<V> v[std::size_t(lanes_of<V>)];
  load_transposed<V>(from, from_row, cols, rows, v);
  for (int i = 0; i < rows; ++i) store_to(to + i * to_row, from_raw<V>(v[i]));
}

/// The elements below the diagonal of the square of `n` rows at `at` become those above it.
template<class V>
TESSERA_INLINE void mirror_square(element_of<V>* at, std::ptrdiff_t row, int n) {
  raw_of<V> v[std::size_t(lanes_of<V>)];
  load_transposed<V>(at, row, n, n, v);
  for (int i = 1; i < n; ++i) store_to(at + i * row, from_raw<V>(v[i]), first_lanes<V>(i));
}

}  // namespace tessera::inline TESSERA_ISA::simd
