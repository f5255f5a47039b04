// SPDX-License-Identifier: BSL-1.0
#pragma once
// A row times a matrix, which is read once where it lies or computed as it is read. Where the
// columns are contiguous (the transpose of a matrix times a column): one dot product per element,
// in 64 bytes of lanes. Where the rows are: row by row, each sum in order.

#include <bit>

#include <tessera/core/unrolled.hpp>
#include <tessera/kernel/dot.hpp>
#include <tessera/kernel/pack.hpp>
#include <tessera/kernel/streams.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Can batches of B be read down its columns but not along its rows? Then packing B would cost as
/// much as the product.
template<class T, class B>
inline constexpr bool suits_vector = [] {
  using V = batch<T>;
  if constexpr (requires(B const& b) { flipped(b); }) {
    using flipped_b = decltype(flipped(std::declval<B const&>()));
    return is_batch<V> && !is_complex<T> && flipped_b::template loads<V> && !B::template loads<V>;
  } else {
    return false;  // packed already
  }
}();

/// So many rows of B are read at a time where it is far away.
template<class B>
inline constexpr int rows_at_once = 8 / std::bit_ceil(unsigned(std::clamp(streams_of<B>, 1, 8)));

/// For c < J: the sum over p of x[p] B(row_of(j + c), p), in 64 bytes of lanes of which lanes / J
/// are left: in lanes c * lanes / J and on.
///   x   k contiguous elements
///   B   batches along its rows
/// Needs J * 64 bytes of accumulators. Reads x once for J rows of B.
template<class T, int J, class B, class Row>
TESSERA_INLINE batch<T> dot_rows(index_t k, T const* x, B const& b, index_t j, Row const& row_of) {
  using V = batch<T>;
  constexpr int width = lanes_of<V>, lanes = row_lanes<T>, count = lanes / width;
  index_t row[J];
  unrolled<J>([&](auto c) __attribute__((always_inline)) { row[c] = row_of(j + c); });
  V acc[J][std::size_t(count)];
  unrolled<J>([&](auto c) __attribute__((always_inline)) {
    unrolled<count>([&](auto r) __attribute__((always_inline)) { acc[c][r] = V(T(0)); });
  });
  index_t const whole = multiple_of<lanes>(k);
  for (index_t p = 0; p < whole; p += lanes)
    unrolled<count>([&](auto r) __attribute__((always_inline)) {
      V const xp = load_from<V>(x + p + r * width);
      unrolled<J>([&](auto c) __attribute__((always_inline)) {
        acc[c][r] = simd::multiply_add(
            xp, b.template batch_at<V>(row[c], p + r * width, all_lanes{}, xp), acc[c][r]);
      });
    });
  // Lanes without an element keep their value: even the sign of a zero is the same for any width.
  if (whole < k)
    unrolled<count>([&](auto r) __attribute__((always_inline)) {
      index_t const p = whole + r * width;
      if (p >= k) return;
      int const some = int(std::min<index_t>(k - p, width));
      first_lanes<V> const part(some);
      V const xp = load_from<V>(x + p, part);
      unrolled<J>([&](auto c) __attribute__((always_inline)) {
        V const sum =
            simd::multiply_add(xp, b.template batch_at<V>(row[c], p, part, xp), acc[c][r]);
        acc[c][r] = first_of(sum, acc[c][r], some);
      });
    });
  V sums[std::size_t(J)];
  unrolled<J>([&](auto c)
                  __attribute__((always_inline)) { sums[c] = simd::fold_batches<count>(acc[c]); });
  return simd::fold_each<J, simd::adds, width / J>(sums);
}

/// Half of the registers accumulate, but no more than eight rows of matrices are read side by side:
/// 8 rows with AVX-512, 4 with AVX2.
template<class T, class B>
inline constexpr int rows_abreast_of =
    std::max(1, std::min({simd::vector_registers / 2 / (row_lanes<T> / lanes_of<batch<T>>),
                          rows_at_once<B>, lanes_of<batch<T>>}));

/// c(0, j) = finish(sum over p of a(0, p) B(p, j)).
///   a   1 x k, packed where it is not contiguous
///   B   k x n, batches down its columns
/// 2 k n flops; reads B once.
template<class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_vector(workspace& ws, index_t n, index_t k, A const& a, B const& b,
                                       Finish const& out) {
  using V = batch<T>;
  constexpr int rows = rows_abreast_of<T, B>;
  contiguous_rows<T, A> row(ws, a, k, 1);
  row.prepare(0, 1);
  T const* const x = row[0];
  auto const columns = flipped(b);
  constexpr int lanes = lanes_of<V>;
  auto const batch_from = [&](index_t j0, auto const& row_of) __attribute__((always_inline)) {
    V parts[std::size_t(lanes / rows)]{};
    unrolled<lanes / rows>([&](auto g) __attribute__((always_inline)) {
      if (g == 0 || g * rows < n - j0)
        parts[g] = dot_rows<T, rows>(k, x, columns, j0 + g * rows, row_of);
    });
    return simd::fold_each<lanes / rows, simd::adds, 1, lanes / rows>(parts);
  };
  // Rows that need no bound save an eighth of the time at 64 x 64.
  auto const any = [](index_t j) { return j; };
  auto const last = [n](index_t j) { return std::min(j, n - 1); };
  index_t j = 0;
  for (; j + lanes <= n; j += lanes) out.write(batch_from(j, any), 0, j, all_lanes{});
  if (j < n) out.write(batch_from(j, last), 0, j, first_lanes<V>(int(n - j)));
}

/// Can batches of B be read along its rows?
template<class T, class B>
inline constexpr bool suits_rows = [] {
  if constexpr (is_batch<batch<T>> && !is_complex<T> && !is_packed<B>)
    return B::template loads<batch<T>>;
  else return false;
}();

/// Sums of so many columns wait in scratch memory, which L1 holds, while B is read row by row.
template<class T>
inline constexpr index_t waiting_sums = 16 * 1024 / index_t(sizeof(T));

/// Rows p .. p + R - 1 of B, times x, added to n sums from column j on; finished if they are the
/// last.
template<class T, int R, class B, class Finish>
void add_rows(T const* x, B const& source, index_t p, index_t k, index_t j0, index_t n, T* sums,
              Finish const& finish) {
  using V = batch<T>;
  B const b = source;
  Finish const out = finish;
  bool const first = p == 0, last = p + R == k;
  V xs[std::size_t(R + 1)];
  unrolled<R>([&](auto r) __attribute__((always_inline)) { xs[r] = V(x[p + r]); });
  auto const add = [&](index_t j, auto const& lanes) __attribute__((always_inline)) {
    V sum = first ? V(T(0)) : load_from<V>(sums + j);
    unrolled<R>([&](auto r) __attribute__((always_inline)) {
      sum = simd::multiply_add(xs[r], b.template batch_at<V>(p + r, j0 + j, lanes, sum), sum);
    });
    if (last) out.write(sum, 0, j0 + j, lanes);
    else store_to(sums + j, sum);
  };
  constexpr index_t lanes = lanes_of<V>;
  index_t j = 0;
  for (; j + lanes <= n; j += lanes) add(j, all_lanes{});
  if (j < n) add(j, first_lanes<V>(int(n - j)));
}

/// Does L2 hold a B of k x n elements?
template<class T>
constexpr bool is_near(index_t k, index_t n) {
  return k * n <= l2_bytes / index_t(sizeof(T));
}

/// So many batches of sums fill half of the registers, and lines of cache are read in a row.
inline constexpr int near_batches = 8;

/// All rows of such a B: some batches of sums at a time, which never leave the registers.
template<class T, class B, class Finish>
[[gnu::noinline]] void multiply_near_rows(T const* x, B const& source, index_t n, index_t k,
                                          Finish const& finish) {
  using V = batch<T>;
  constexpr index_t lanes = lanes_of<V>;
  B const b = source;
  Finish const out = finish;
  // Batches from column j on; the last one may be partial.
  auto const panel = [&](auto batches, index_t j, auto const& last) __attribute__((always_inline)) {
    auto const lanes_in = [&](auto r) __attribute__((always_inline)) {
      if constexpr (r + 1 < batches()) return all_lanes{};
      else return last;
    };
    V sums[std::size_t(batches())];
    unrolled<batches()>([&](auto r) __attribute__((always_inline)) { sums[r] = V(T(0)); });
#pragma GCC unroll 2
    for (index_t p = 0; p < k; ++p) {
      V const xp(x[p]);
      unrolled<batches()>([&](auto r) __attribute__((always_inline)) {
        V const bp = b.template batch_at<V>(p, j + r * lanes, lanes_in(r), xp);
        sums[r] = simd::multiply_add(xp, bp, sums[r]);
      });
    }
    // None is empty; without the test g++ 12 takes 2 ns longer.
    unrolled<batches()>([&](auto r) __attribute__((always_inline)) {
      if (j + r * lanes < n) out.write(sums[r], 0, j + r * lanes, lanes_in(r));
    });
  };
  index_t j = 0;
  for (; j + near_batches * lanes <= n; j += near_batches * lanes)
    panel(std::integral_constant<int, near_batches>{}, j, all_lanes{});
  index_t const left = (n - j + lanes - 1) / lanes;
  unrolled<near_batches>([&](auto w) __attribute__((always_inline)) {
    if (left == w + 1)
      panel(std::integral_constant<int, w + 1>{}, j, first_lanes<V>(int(n - j - w * lanes)));
  });
}

/// c(0, j) = finish(sum over p of a(0, p) B(p, j)), each sum in order.
///   a   1 x k, packed where it is not contiguous
///   B   k x n, batches along its rows
/// 2 k n flops; reads B once, eight rows at a time where L2 does not hold it, fewer if several
/// matrices make B.
template<class T, class A, class B, class Finish>
[[gnu::noinline]] void multiply_rows(workspace& ws, index_t n, index_t k, A const& a, B const& b,
                                     Finish const& out) {
  contiguous_rows<T, A> row(ws, a, k, 1);
  row.prepare(0, 1);
  T const* const x = row[0];
  if (is_near<T>(k, n)) return multiply_near_rows(x, b, n, k, out);
  constexpr int rows = rows_at_once<B>;
  constexpr index_t lanes = lanes_of<batch<T>>;
  index_t const most = std::min((n + lanes - 1) / lanes * lanes, waiting_sums<T>);
  scratch<T> const waiting(ws, k > 1 ? most : 0);
  T* const sums = waiting.data();
  for (index_t j = 0; j < n; j += most) {
    index_t const some = std::min(most, n - j);
    index_t p = 0;
    for (; p + rows <= k; p += rows) add_rows<T, rows>(x, b, p, k, j, some, sums, out);
    // clang-format off: what is left, by halves.
    if (k - p >= 4) add_rows<T, 4>(x, b, p, k, j, some, sums, out), p += 4;
    if (k - p >= 2) add_rows<T, 2>(x, b, p, k, j, some, sums, out), p += 2;
    if (k - p >= 1) add_rows<T, 1>(x, b, p, k, j, some, sums, out);
    // clang-format on
    if (k == 0) add_rows<T, 0>(x, b, 0, k, j, some, sums, out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
