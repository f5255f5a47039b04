// SPDX-License-Identifier: BSL-1.0
#pragma once
// From nodes to what a kernel reads and writes: pointers, strides, values and functions of them.

#include <tessera/expr/reductions.hpp>
#include <tessera/kernel/finish.hpp>
#include <tessera/kernel/joined.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// A leaf as it lies in memory.
template<class T, class S, class D>
TESSERA_INLINE constexpr kernel::memory<T, D::row, D::col> memory_of(
    matrix_view<T, S, D> const& v) {
  return {v.data(), v.row_stride(), v.col_stride()};
}

/// Source s as elements of T.
template<class T, class S>
TESSERA_INLINE constexpr auto converted(S const& s) {
  if constexpr (std::is_same_v<T, typename S::value_type>) return s;
  else return kernel::computed<T, simd::cast_to<T>, S>{{{}, hana::make_basic_tuple(s)}};
}

// Trees of any depth: each overload calls the others.
template<class A>
TESSERA_INLINE constexpr auto source_of(transposed<A> const& e);
template<class X>
TESSERA_INLINE constexpr auto source_of(diagonal_matrix_of<X> const& e);
template<class F, class... A>
TESSERA_INLINE constexpr auto source_of(mapped<F, A...> const& e);

/// As an operand of an element-wise tree: a known extent of one repeats.
template<class T, class S, class D>
TESSERA_INLINE constexpr auto source_of(matrix_view<T, S, D> const& v) {
  return kernel::memory<T, S::rows == 1 ? 0 : D::row, S::cols == 1 ? 0 : D::col>{
      v.data(), v.row_stride(), v.col_stride()};
}
template<class T>
TESSERA_INLINE constexpr auto source_of(scalar<T> const& e) {
  return kernel::constant_source<T>{e.value};
}
template<class G, class T, class S>
TESSERA_INLINE constexpr auto source_of(generated<G, T, S> const& e) {
  return kernel::indexed_source<T, G>{e.g, 0, 0};
}
template<class G, class T, class S, class Part>
TESSERA_INLINE constexpr auto source_of(sliced<generated<G, T, S>, Part> const& e) {
  return kernel::indexed_source<T, G>{e.a.g, e.i, e.j};
}
template<class T, class S>
TESSERA_INLINE constexpr auto source_of(accumulator<T, S> const&) {
  return kernel::accumulator_source<T>{};
}
template<class A>
TESSERA_INLINE constexpr auto source_of(transposed<A> const& e) {
  return flipped(source_of(e.a));
}
template<class X>
TESSERA_INLINE constexpr auto source_of(diagonal_matrix_of<X> const& e) {
  return kernel::diagonal_source<decltype(source_of(e.x))>{source_of(e.x)};
}
template<class F, class... A>
TESSERA_INLINE constexpr auto source_of(mapped<F, A...> const& e) {
  return inlined_if_small(e, [](auto const& m) __attribute__((always_inline)) {
    return unpack(m.args, [&](auto const&... a) __attribute__((always_inline)) {
      using sources = hana::basic_tuple<decltype(source_of(a))...>;
      return kernel::computed<value_of<mapped<F, A...>>, F, decltype(source_of(a))...>{
          {m.f, sources(source_of(a)...)}};
    });
  });
}

/// As an operand of a product, where nothing repeats: a leaf with its own strides, else what the
/// tree computes. Elements of another type than the product's are converted on the way.
template<class U, class T, class S, class D>
constexpr auto factor_of(matrix_view<T, S, D> const& v) {
  return converted<U>(memory_of(as_const(v)));
}
template<class U, class E>
constexpr auto factor_of(E const& e) {
  return converted<U>(source_of(e));
}

}  // namespace tessera::inline TESSERA_ISA::lowering
