// SPDX-License-Identifier: BSL-1.0
#pragma once
// A square of elements turned over in registers: as many batches as a batch has lanes.

#include <algorithm>
#include <cstring>
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

/// x, then y.
template<class R, int... L>
TESSERA_INLINE auto concatenated(R const& x, R const& y, std::integer_sequence<int, L...>) {
  return __builtin_shufflevector(x, y, L...);
}

/// Of each 16 bytes of x and of y the lower or the upper half, `Unit` elements of x and of y in
/// turn.
template<int Unit, bool Upper, class R, int... L>
TESSERA_INLINE R interleaved(R const& x, R const& y, std::integer_sequence<int, L...>) {
  constexpr int N = int(sizeof...(L)), Q = 16 * N / int(sizeof(R));
  constexpr int first = Upper ? Q / 2 : 0;
  return __builtin_shufflevector(
      x, y, (L / Q * Q + first + L % Q / Unit / 2 * Unit + L % Unit + L % Q / Unit % 2 * N)...);
}

/// A square is turned over in pieces of so many bytes down and 16 across: no shuffle crosses 16
/// bytes, what crosses them is loaded where it belongs.
template<class V>
inline constexpr int piece_bytes = std::min(32, int(sizeof(V)));
template<class V>
inline constexpr int piece_rows = piece_bytes<V> / int(sizeof(element_of<V>));
template<class V>
inline constexpr int piece_cols = 16 / int(sizeof(element_of<V>));

template<class V>
using piece_column = typename raw_vector<element_of<V>, piece_bytes<V>>::type;

/// columns[p][i] = from[i * from_row + p] for i < piece_rows, p < piece_cols.
template<class V>
TESSERA_INLINE void load_piece(element_of<V> const* from, std::ptrdiff_t from_row,
                               piece_column<V> (&columns)[piece_cols<V>]) {
  using T = element_of<V>;
  constexpr int bytes = piece_bytes<V>, width = piece_cols<V>;
  using quarter = typename raw_vector<T, 16>::type;
  using half = piece_column<V>;
  constexpr auto lanes = std::make_integer_sequence<int, piece_rows<V>>{};
  auto const load = [](T const* at) __attribute__((always_inline)) {
    quarter q;
    std::memcpy(&q, at, sizeof(q));
    return q;
  };
  half v[std::size_t(width)], w[std::size_t(width)];
  T const* below = from + width * from_row;
  asm("" : "+r"(from), "+r"(below));  // g++ would keep an address for each row, for each piece
  TESSERA_UNROLL
  for (int r = 0; r < width; ++r) {
    if constexpr (bytes == 16) v[r] = load(from + r * from_row);
    else v[r] = concatenated(load(from + r * from_row), load(below + r * from_row), lanes);
  }
  TESSERA_UNROLL
  for (int r = 0; r < width; r += 2) {
    w[r] = interleaved<1, false>(v[r], v[r + 1], lanes);
    w[r + 1] = interleaved<1, true>(v[r], v[r + 1], lanes);
  }
  if constexpr (width == 4) {
    columns[0] = interleaved<2, false>(w[0], w[2], lanes);
    columns[1] = interleaved<2, true>(w[0], w[2], lanes);
    columns[2] = interleaved<2, false>(w[1], w[3], lanes);
    columns[3] = interleaved<2, true>(w[1], w[3], lanes);
  } else {
    TESSERA_UNROLL
    for (int r = 0; r < width; ++r) columns[r] = w[r];
  }
}

/// to[p * to_row + i] = from[i * from_row + p] for i < piece_rows, p < piece_cols.
template<class V>
TESSERA_INLINE void transpose_piece(element_of<V> const* from, std::ptrdiff_t from_row,
                                    element_of<V>* to, std::ptrdiff_t to_row) {
  piece_column<V> columns[piece_cols<V>];
  load_piece<V>(from, from_row, columns);
  TESSERA_UNROLL
  for (int r = 0; r < piece_cols<V>; ++r)
    std::memcpy(to + r * to_row, &columns[r], sizeof columns[r]);
}

/// to[p * to_row + i] = from[i * from_row + p] for i, p < lanes. (Zen 4, 16 x 16 floats: 44 cycles;
/// 70 with shuffles of whole batches.)
template<class V>
TESSERA_INLINE void transpose_square(element_of<V> const* from, std::ptrdiff_t from_row,
                                     element_of<V>* to, std::ptrdiff_t to_row) {
  // 64 x 784 x 10 is 7 % faster with loops for g++, 7 % slower for clang.
#if defined(__clang__)
  TESSERA_UNROLL
#else
#pragma GCC unroll 1
#endif
  for (int p = 0; p < lanes_of<V>; p += piece_cols<V>)
#if defined(__clang__)
    TESSERA_UNROLL
#else
#pragma GCC unroll 1
#endif
  for (int i = 0; i < lanes_of<V>; i += piece_rows<V>)
    transpose_piece<V>(from + i * from_row + p, from_row, to + p * to_row + i, to_row);
}

/// v[p] = (from[p], from[from_row + p], ...) of the first `cols` lanes of `rows` batches, both at
/// most lanes; zero elsewhere. lanes * log2(lanes) shuffles.
template<class V>
TESSERA_INLINE void load_transposed(element_of<V> const* from, std::ptrdiff_t from_row, int rows,
                                    int cols, raw_of<V>* v) {
  first_lanes<V> const lanes(cols);
  for (int i = 0; i < lanes_of<V>; ++i)
    v[i] = raw(i < rows ? load_from<V>(from + i * from_row, lanes) : V(element_of<V>(0)));
  swap_bits<1, V>(v);
}

/// to[p * to_row + i] = from[i * from_row + p] for p < rows, i < cols, both at most lanes. Whole
/// batches are stored, zeros behind the last column.
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
