// SPDX-License-Identifier: BSL-1.0
#pragma once
// Every policy against a triple loop, over shapes around each edge of the tile, the batch and the
// blocks, for every layout that an operand and a result can have.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/numbers.hpp"

using namespace tessera;
using namespace tessera::kernel;
using namespace tessera::simd;

/// The definition of a product, written without the library. Unfused where the machine does not
/// fuse.
template<class T>
T chain_step(T a, T b, T acc) {
  if constexpr (std::is_floating_point_v<T>) {
    if constexpr (has_fma) return std::fma(a, b, acc);
    T const volatile rounded = a * b;
    return rounded + acc;
  } else {
    using U = std::make_unsigned_t<T>;
    return static_cast<T>(static_cast<U>(static_cast<U>(a) * static_cast<U>(b)) +
                          static_cast<U>(acc));
  }
}

template<class T, class A, class B>
T expected_element(A const& a, B const& b, index_t i, index_t j) {
  if constexpr (is_complex<T>) {
    using R = typename T::value_type;
    R rr = 0, ii = 0, ri = 0, ir = 0;
    for (index_t p = 0; p < a.cols(); ++p) {
      T const x = a(i, p), y = b(p, j);
      rr = chain_step(x.real(), y.real(), rr), ii = chain_step(x.imag(), y.imag(), ii);
      ri = chain_step(x.real(), y.imag(), ri), ir = chain_step(x.imag(), y.real(), ir);
    }
    return {rr - ii, ri + ir};
  } else {
    T acc(0);
    for (index_t p = 0; p < a.cols(); ++p) acc = chain_step<T>(a(i, p), b(p, j), acc);
    return acc;
  }
}

/// The definition of dot_inner: element p on lane p mod 256 bytes, lanes added in halves. A matrix
/// times a column has 64 bytes of lanes.
template<class T, std::size_t Bytes = 256, class A, class B>
T expected_dot(A const& a, B const& b, index_t i, index_t j) {
  constexpr index_t lanes = Bytes / sizeof(T);
  std::vector<T> lane;
  for (index_t l = 0; l < lanes; ++l) {
    std::vector<T> x, y;
    for (index_t p = l; p < a.cols(); p += lanes) x.push_back(a(i, p)), y.push_back(b(p, j));
    auto const n = index_t(x.size());
    lane.push_back(expected_element<T>(view(x.data(), 1, n), view(y.data(), n, 1), 0, 0));
  }
  for (index_t half = lanes / 2; half > 0; half /= 2)
    for (index_t l = 0; l < half; ++l)
      lane[std::size_t(l)] = sum_of(lane[std::size_t(l)], lane[std::size_t(l + half)]);
  return lane[0];
}

/// A matrix of zeros or NaNs with `m x n` of it in the middle, two columns and a row away from each
/// border.
template<class T>
struct framed {
  matrix<T> all;
  index_t m, n;
  framed(index_t rows, index_t cols, T border) : all(rows + 2, cols + 4), m(rows), n(cols) {
    for (T& x : all) x = border;
  }
  auto inside() { return block(all, 1, 2, m, n); }
  bool border_is(T border) const {
    for (index_t i = 0; i < all.rows(); ++i)
      for (index_t j = 0; j < all.cols(); ++j) {
        bool const in = i >= 1 && i <= m && j >= 2 && j < n + 2;
        if (!in && std::memcmp(&all(i, j), &border, sizeof border) != 0) return false;
      }
    return true;
  }
};

template<class T>
struct product_case {
  matrix<T> a, b, chains, dots;

  product_case(index_t m, index_t k, index_t n) : a(m, k), b(k, n), chains(m, n), dots(m, n) {
    support::fill(a, std::uint64_t(m + 31 * k));
    support::fill(b, std::uint64_t(n + 17 * k));
    for (index_t i = 0; i < m; ++i)
      for (index_t j = 0; j < n; ++j) {
        chains(i, j) = expected_element<T>(a, b, i, j);
        dots(i, j) = expected_dot<T>(a, b, i, j);
      }
  }

  template<class P>
  matrix<T> const& expected() const {
    return std::is_same_v<P, dot_inner> ? dots : chains;
  }
};

template<class P, class T>
void check_layouts(index_t m, index_t k, index_t n) {
  CAPTURE(m);
  CAPTURE(k);
  CAPTURE(n);
  product_case<T> const c(m, k, n);
  auto const& want = c.template expected<P>();
  CHECK(support::same_bits(eval<P>(c.a * c.b), want));

  matrix<T, dynamic, dynamic, col_major> const a_cols = c.a, b_cols = c.b;
  CHECK(support::same_bits(eval<P>(a_cols * b_cols), want));
  matrix<T, dynamic, dynamic, col_major> c_cols(m, n);
  assign<P>(c_cols, c.a * c.b);
  CHECK(support::same_bits(c_cols, want));

  T const border = T(7);
  framed<T> a(m, k, border), b(k, n, border), r(m, n, border);
  a.inside() = c.a;
  b.inside() = c.b;
  assign<P>(r.inside(), a.inside() * b.inside());
  CHECK(support::same_bits(r.inside(), want));
  CHECK(r.border_is(border));
}

/// Layouts that mix, for a policy whose code they choose.
template<class P, class T>
void check_mixed_layouts(index_t m, index_t k, index_t n) {
  product_case<T> const c(m, k, n);
  auto const& want = c.template expected<P>();
  matrix<T, dynamic, dynamic, col_major> const a_cols = c.a, b_cols = c.b;
  CHECK(support::same_bits(eval<P>(a_cols * c.b), want));
  CHECK(support::same_bits(eval<P>(c.a * b_cols), want));
  matrix<T> const at = transpose(c.a), bt = transpose(c.b);
  CHECK(support::same_bits(eval<P>(transpose(at) * transpose(bt)), want));
  CHECK(support::same_bits(eval<P>(transpose(transpose(c.b) * transpose(c.a))), want));
  // Every second row of a tall matrix: neither stride is one once it is transposed.
  matrix<T> wide(n, 2 * m);
  auto const every_second = reshape(wide, 2 * n, m);
  assign<P>(transpose(block(every_second, 0, 0, n, m)), c.a * c.b);
  CHECK(support::same_bits(transpose(block(every_second, 0, 0, n, m)), want));
}

/// Small blocks, so that all loops around the tile turn several times.
using small_blocks = tiled_by<3, 0, 4, 6, 1>;

template<class T>
void check_grid() {
  constexpr index_t lanes = lanes_of<batch<T>>, nr = blocking<tiled, T>::nr,
                    mr = blocking<tiled, T>::mr;
  for (index_t m : {index_t(0), index_t(1), index_t(2), mr - 1, mr, mr + 1, 2 * mr + 1})
    for (index_t n : {index_t(0), index_t(1), index_t(3), lanes - 1, lanes, lanes + 1, nr - 1, nr,
                      nr + 1, 2 * nr, 2 * nr + 3})
      for (index_t k : {0, 1, 2, 9}) {
        check_layouts<tiled, T>(m, k, n);
        check_layouts<small_blocks, T>(m, k, n);
      }
}
