// SPDX-License-Identifier: BSL-1.0
#pragma once
// Matrices that are a formula: they take no memory until they are assigned to one.

#include <tessera/expr/capture.hpp>
#include <tessera/simd/batch.hpp>

namespace tessera::inline TESSERA_ISA {

namespace generators {

template<class T>
struct zero {
  static constexpr char const* name = "zeros";
  constexpr T operator()(index_t, index_t) const { return T(0); }
  template<class V>
  TESSERA_INLINE V batch_at(index_t, index_t) const {
    return V(T(0));
  }
};
template<class T>
struct unit {
  static constexpr char const* name = "identity";
  constexpr T operator()(index_t i, index_t j) const { return i == j ? T(1) : T(0); }
  template<class V>
  TESSERA_INLINE V batch_at(index_t i, index_t j) const {
    return simd::unit_batch<V>(i - j);
  }
};
template<class T>
struct same {
  static constexpr char const* name = "constant";
  T value;
  constexpr T operator()(index_t, index_t) const { return value; }
  template<class V>
  TESSERA_INLINE V batch_at(index_t, index_t) const {
    return V(value);
  }
};

template<index_t R, index_t C, class T, class G>
constexpr auto of(G g, extents n) {
  if (n.rows < 0 || n.cols < 0)
    throw_shape_error("zeros, ones, identity, constant: an extent must not be negative", n);
  return generated<G, T, shape<R, C>>{{}, g, n};
}

}  // namespace generators

/// rows x cols zeros, ones, or the same value. Known extents: zeros<float, 2, 3>().
template<class T>
constexpr auto zeros(index_t rows, index_t cols) {
  return generators::of<dynamic, dynamic, T>(generators::zero<T>{}, {rows, cols});
}
template<class T, index_t Rows, index_t Cols>
constexpr auto zeros() {
  return generators::of<Rows, Cols, T>(generators::zero<T>{}, {Rows, Cols});
}
template<class T>
constexpr auto constant(T value, index_t rows, index_t cols) {
  return generators::of<dynamic, dynamic, T>(generators::same<T>{value}, {rows, cols});
}
template<index_t Rows, index_t Cols, class T>
constexpr auto constant(T value) {
  return generators::of<Rows, Cols, T>(generators::same<T>{value}, {Rows, Cols});
}
template<class T>
constexpr auto ones(index_t rows, index_t cols) {
  return constant(T(1), rows, cols);
}
template<class T, index_t Rows, index_t Cols>
constexpr auto ones() {
  return constant<Rows, Cols>(T(1));
}

/// The n x n identity.
template<class T>
constexpr auto identity(index_t n) {
  return generators::of<dynamic, dynamic, T>(generators::unit<T>{}, {n, n});
}
template<class T, index_t N>
constexpr auto identity() {
  return generators::of<N, N, T>(generators::unit<T>{}, {N, N});
}

/// The square matrix with the elements of the vector x on its diagonal, and zeros elsewhere.
/// A product with it scales rows or columns.
template<class X>
  requires expression<X> && vector_like<X>
constexpr auto diagonal_matrix(X&& x) {
  return diagonal_matrix_of<captured_as<X>>{{}, captured(std::forward<X>(x))};
}

}  // namespace tessera::inline TESSERA_ISA
