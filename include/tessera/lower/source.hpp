// SPDX-License-Identifier: BSL-1.0
#pragma once
// From nodes to what a kernel reads and writes: pointers, strides, values and functions of them.

#include <tessera/expr/operators.hpp>
#include <tessera/kernel/finish.hpp>

namespace tessera::inline TESSERA_ISA {

/// A leaf as it lies in memory.
template<class T, class S, class D>
constexpr kernel::memory<T, D::row, D::col> memory_of(matrix_view<T, S, D> const& v) {
  return {v.data(), v.row_stride(), v.col_stride()};
}

/// As an operand of an element-wise tree: a known extent of one repeats.
template<class T, class S, class D>
constexpr auto source_of(matrix_view<T, S, D> const& v) {
  return kernel::memory<T, S::rows == 1 ? 0 : D::row, S::cols == 1 ? 0 : D::col>{v.data(), v.row_stride(),
                                                                         v.col_stride()};
}
template<class T>
constexpr auto source_of(scalar<T> const& e) {
  return kernel::constant_source<T>{e.value};
}
template<class T, class S>
constexpr auto source_of(accumulator<T, S> const&) {
  return kernel::accumulator_source<T>{};
}
template<class A>
constexpr auto source_of(transposed<A> const& e) {
  return flipped(source_of(e.a));
}
template<class F, class... A>
constexpr auto source_of(mapped<F, A...> const& e) {
  return hana::unpack(e.args, [&](auto const&... a) {
    return kernel::computed<value_of<mapped<F, A...>>, F, decltype(source_of(a))...>{
        e.f, hana::make_basic_tuple(source_of(a)...)};
  });
}

/// As an operand of a product, where nothing repeats: a leaf with its own strides, else what the
/// tree computes.
template<class T, class S, class D>
constexpr auto factor_of(matrix_view<T, S, D> const& v) {
  return memory_of(as_const(v));
}
template<class E>
constexpr auto factor_of(E const& e) {
  return source_of(e);
}

}  // namespace tessera::inline TESSERA_ISA
