// SPDX-License-Identifier: BSL-1.0
#pragma once
// Transposes sink through the tree until each is a swap of strides on a leaf.

#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// (A')' = A.  Shrinks: the number of transposes.
struct cancel_transposes {
  static constexpr auto rounding = rounding_effect::exact;
  template<class A>
  constexpr auto operator()(transposed<transposed<A>> const& e) const {
    return e.a.a;
  }
};

/// A leaf's transpose is the leaf with its strides swapped; a number's is the number.
/// Shrinks: the number of transposes.
struct transpose_leaf {
  static constexpr auto rounding = rounding_effect::exact;
  template<class T, class S, class D>
  constexpr auto operator()(transposed<matrix_view<T, S, D>> const& e) const {
    return transpose(e.a);
  }
  template<class G, class T, class S>
  constexpr auto operator()(transposed<generated<G, T, S>> const& e) const {
    return generated<G, T, shape<S::cols, S::rows>>{{}, e.a.g, {e.a.n.cols, e.a.n.rows}};
  }
  template<class X>
  constexpr auto operator()(transposed<diagonal_matrix_of<X>> const& e) const {
    return e.a;
  }
  template<class A>
    requires is_number<A>
  constexpr auto operator()(transposed<A> const& e) const {
    return e.a;
  }
};

/// f(A...)' = f(A'...).  Shrinks: the sum of the sizes of all transposed subtrees.
struct push_transpose {
  static constexpr auto rounding = rounding_effect::exact;
  template<class F, class... A>
    requires(!is_number<mapped<F, A...>>)
  constexpr auto operator()(transposed<mapped<F, A...>> const& e) const {
    return hana::unpack(e.a.args, [&](auto const&... a) {
      return map_captured(e.a.f, transposed<A>{{}, a}...);
    });
  }
};

/// (A B)' = B' A',  row_sum(A)' = col_sum(A'). How vectors are multiplied and rows are summed
/// depends on how they lie.  Shrinks: the sum of the sizes of all transposed subtrees. Products of
/// numbers that do not commute keep their order.
struct transpose_sum {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class A, class B>
    requires commutes<product<A, B>>
  constexpr auto operator()(transposed<product<A, B>> const& e) const {
    return transpose(e.a.b) * transpose(e.a.a);
  }
  template<class R, per Each, class A>
    requires(Each != per::matrix)
  constexpr auto operator()(transposed<reduced<R, Each, A>> const& e) const {
    constexpr per other = Each == per::row ? per::column : per::row;
    return reduced<R, other, transposed<A>>{{}, {{}, e.a.a}};
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
