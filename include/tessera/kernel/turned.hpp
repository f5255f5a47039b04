// SPDX-License-Identifier: BSL-1.0
#pragma once
// Rows of what lies in columns. Read row by row, such memory costs a cache line for each element;
// here squares of it are turned over in registers, into blocks small enough for L1, whose rows are
// batches like those of any other operand.

#include <cstddef>

#include <tessera/kernel/source.hpp>
#include <tessera/policy/blocking.hpp>
#include <tessera/simd/transposed.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// A block of a loop over elements of T: 4 KiB for each operand that is turned over, from columns
/// of a line of the cache, or of sixteen elements. A row of it is a multiple of the lanes of a
/// reduction, so that each element meets its own lane; of 64 doubles rather than 32, lanes are put
/// aside half as often (diagonal(A * B) at 64^2 a tenth faster).
template<class T>
inline constexpr index_t block_rows = std::min<index_t>(16, 64 / index_t(sizeof(T)));
template<class T>
inline constexpr index_t block_cols = 4096 / (block_rows<T> * index_t(sizeof(T)));

template<class S>
inline constexpr bool lies_in_columns = false;
template<class T, index_t Col>
inline constexpr bool lies_in_columns<memory<T, 1, Col>> =
    Col != 0 && Col != 1 && simd::turns_in_registers<batch<std::remove_const_t<T>>>;

/// Bytes of the blocks that S needs, each of `Elements`; -1 where S cannot be read in blocks.
template<class S, index_t Elements>
inline constexpr index_t turned_bytes =
    lies_in_columns<S> ? Elements * index_t(sizeof(typename S::value_type)) : 0;
template<class X, index_t Elements>
inline constexpr index_t turned_bytes<diagonal_source<X>, Elements> = -1;
template<class T, class F, class... S, index_t Elements>
inline constexpr index_t turned_bytes<computed<T, F, S...>, Elements> =
    std::min({index_t(0), turned_bytes<S, Elements>...}) < 0
        ? -1
        : (turned_bytes<S, Elements> + ... + 0);

/// to[i * Width + j] = from[i + j * step] for i < n.rows, j < n.cols; n.cols <= Width, which is a
/// multiple of the lanes. Elements between n.cols and Width become anything.
template<class T, index_t Width>
[[gnu::noinline]] void turn_over(T const* from, index_t step, extents n, T* to) {
  using V = batch<T>;
  constexpr index_t lanes = lanes_of<V>;
  for (index_t j = 0; j < n.cols; j += lanes)
    for (index_t i = 0; i < n.rows; i += lanes) {
      T const* const corner = from + i + j * step;
      extents const left{n.rows - i, n.cols - j};
      if (left.rows >= lanes && left.cols >= lanes)
        simd::transpose_square<V>(corner, step, to + i * Width + j, Width);
      else
        simd::transpose_part<V>(corner, step, to + i * Width + j, Width,
                                int(std::min(left.rows, lanes)), int(std::min(left.cols, lanes)));
    }
}

/// The part of a source from (i, j) on, n large; `room` is where the next operand is turned over.
template<index_t Rows, index_t Width>
struct block_at {
  index_t i, j;
  extents n;
  std::byte* room;

  template<class T, index_t Row, index_t Col>
  constexpr auto of(memory<T, Row, Col> const& m) {
    using U = std::remove_const_t<T>;
    if constexpr (lies_in_columns<memory<T, Row, Col>>) {
      U* const to = reinterpret_cast<U*>(room);
      room += Rows * Width * index_t(sizeof(U));
      turn_over<U, Width>(m.address(i, j), m.col, n, to);
      return memory<U const, Width, 1>{to, {}, {}};
    } else {
      return memory<T, Row, Col>{m.address(i, j), m.row, m.col};
    }
  }
  template<class T>
  constexpr auto of(constant_source<T> const& s) {
    return s;
  }
  template<class T, class G>
  constexpr auto of(indexed_source<T, G> const& s) {
    return indexed_source<T, G>{s.g, s.i0 + i, s.j0 + j};
  }
  template<class T, class F, class... S>
  constexpr auto of(computed<T, F, S...> const& s) {
    return unpack(s.args, [&](auto const&... arg) {
      return computed<T, F, decltype(of(arg))...>{{s.f, hana::make_basic_tuple(of(arg)...)}};
    });
  }
};

template<class T, class S>
using turned =
    decltype(std::declval<block_at<block_rows<T>, block_cols<T>>&>().of(std::declval<S const&>()));

/// Is something in S turned over, so that all of it is loaded in batches?
template<class T, class S>
inline constexpr bool turns = [] {
  if constexpr (!is_batch<batch<T>>) return false;
  else if constexpr (turned_bytes<S, 1> <= 0) return false;
  else return turned<T, S>::template loads<batch<T>>;
}();

/// A few elements are read faster as they lie.
constexpr bool is_worth_turning(extents n) {
  return n.rows >= 4 && n.rows * n.cols >= 64;
}

/// f(i, j, n, part) for each block of rows i .. i + n.rows, where part(k, l) is source(i + k, j +
/// l); from left to right, then downwards.
template<class T, class S, class F>
void for_each_block(extents n, S const& source, F const& f) {
  constexpr index_t height = block_rows<T>, width = block_cols<T>;
  alignas(64) std::byte room[std::size_t(turned_bytes<S, height * width>)];
  for (index_t i = 0; i < n.rows; i += height)
    for (index_t j = 0; j < n.cols; j += width) {
      extents const size{std::min(height, n.rows - i), std::min(width, n.cols - j)};
      f(i, j, size, block_at<height, width>{i, j, size, room}.of(source));
    }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
