// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tree that users write, on one page: every node is an aggregate with named children, a shape
// and an element type. What a node means for a loop is decided in lower/, what it may turn into in
// rewrite/; the nodes that only rules make are in expr/forms.hpp.

#include <tessera/core/hana.hpp>
#include <tessera/shape/conformable.hpp>
#include <tessera/simd/function.hpp>
#include <tessera/simd/reducer.hpp>
#include <tessera/storage/matrix.hpp>

namespace tessera::inline TESSERA_ISA {

/// Is the value of E one number, not a matrix of one element?
template<class E>
inline constexpr bool is_number = false;

namespace views {
/// e(i, j), a number (expr/views.hpp).
template<class E>
constexpr auto element(E const& e, index_t i, index_t j);
}  // namespace views

/// A number that stretches to any shape.
template<class T>
struct scalar : node {
  using shape_type = shape<1, 1>;
  using value_type = T;
  T value;
};

/// g(i, j) for all i, j: zeros, the identity, one value everywhere.
template<class G, class T, class Shape>
struct generated : node {
  using shape_type = Shape;
  using value_type = T;
  [[no_unique_address]] G g;
  extents n;
  /// Throws: shape_error where there is no such element.
  constexpr T operator()(index_t i, index_t j) const {
    return views::element(*this, i, j).a.g(i, j);
  }
};

/// A'. Shapes: (M,N) -> (N,M).
template<expression A>
struct transposed : node {
  using shape_type = shape<shape_of<A>::cols, shape_of<A>::rows>;
  using value_type = value_of<A>;
  A a;
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// A B. Shapes: (M,K) * (K,N) -> (M,N).
template<expression A, expression B>
  requires conformable_for_product<A, B>
struct product : node {
  using shape_type = shape<shape_of<A>::rows, shape_of<B>::cols>;
  using value_type = std::common_type_t<value_of<A>, value_of<B>>;
  A a;
  B b;
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// What F gives for elements of A...; void where it cannot be called with them.
template<class F, class... A>
struct value_by {
  using type = void;
};
template<class F, class... A>
  requires std::is_invocable_v<F const&, value_of<A> const&...>
struct value_by<F, A...> {
  using type = std::remove_cvref_t<std::invoke_result_t<F const&, value_of<A> const&...>>;
};

/// f(A...), element by element. Shapes: all equal, but that a known extent of one stretches.
template<class F, expression... A>
  requires conformable_elementwise<A...>
struct mapped : node {
  using shape_type = broadcast_shape<A...>;
  using value_type = typename value_by<F, A...>::type;
  [[no_unique_address]] F f;
  hana::basic_tuple<A...> args;
  // As an aggregate would do it. Of an aggregate with empty parts g++ first clears all bytes: in a
  // tree of four leaves a call of memset.
  TESSERA_INLINE constexpr mapped(node, F const& function, hana::basic_tuple<A...>&& operands)
      : f(function), args(static_cast<hana::basic_tuple<A...>&&>(operands)) {}
  TESSERA_INLINE constexpr operator value_type() const
    requires(is_number<A> && ...)
  {
    return eval(*this);
  }
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// One reduction for all elements, or one for each row or column.
enum class per { matrix, row, column };

template<per Each, class Shape>
using reduced_shape =
    shape<Each == per::row ? Shape::rows : 1, Each == per::column ? Shape::cols : 1>;

/// R over the elements of A: of all of them, or of each row or column.
/// Shapes: (M,N) -> a number, (M,1) or (1,N).
template<class R, per Each, expression A>
struct reduced : node {
  using shape_type = reduced_shape<Each, shape_of<A>>;
  using value_type = simd::reduction_of<R, value_of<A>>;
  A a;
  TESSERA_INLINE constexpr operator value_type() const
    requires(Each == per::matrix)
  {
    return eval(*this);
  }
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// The sum of x(p) y(p), for vectors of either direction. Shapes: equally many elements -> a
/// number.
template<expression X, expression Y>
  requires conformable_for_dot<X, Y>
struct inner_product : node {
  using shape_type = shape<1, 1>;
  using value_type = std::common_type_t<value_of<X>, value_of<Y>>;
  X x;
  Y y;
  TESSERA_INLINE constexpr operator value_type() const { return eval(*this); }
};

/// exp(A - row_max(A)) / row_sum(exp(A - row_max(A))). Shapes: (M,N) -> (M,N).
template<expression A>
struct softmaxed : node {
  using shape_type = shape_of<A>;
  using value_type = value_of<A>;
  A a;
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// A(0, 0), A(1, 1), ... as a column. Shapes: (M,N) -> (min(M,N),1).
template<expression A>
struct diagonal_of : node {
  using shape_type =
      shape<shape_of<A>::is_static ? std::min(shape_of<A>::rows, shape_of<A>::cols) : dynamic, 1>;
  using value_type = value_of<A>;
  A a;
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// The matrix with x on its diagonal and zeros elsewhere. Shapes: N elements -> (N,N).
template<expression X>
struct diagonal_matrix_of : node {
  using shape_type = shape<length_of<X>, length_of<X>>;
  using value_type = value_of<X>;
  X x;
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

/// The rows x cols elements from (i, j) on of something that is not memory, or not somebody else's.
/// Shapes: (M,N) -> S.
template<expression A, class Shape>
struct sliced : node {
  using shape_type = Shape;
  using value_type = value_of<A>;
  A a;
  index_t i, j;
  extents n;
  constexpr auto operator()(index_t p, index_t q) const { return views::element(*this, p, q); }
};

/// A(i, j), a number.
template<expression A>
struct picked : node {
  using shape_type = shape<1, 1>;
  using value_type = value_of<A>;
  A a;
  index_t i, j;
  TESSERA_INLINE constexpr operator value_type() const { return eval(*this); }
};

/// The elements of A, taken row by row, in another shape. Shapes: (M,N) -> S, equally many
/// elements.
template<expression A, class Shape>
struct reshaped : node {
  using shape_type = Shape;
  using value_type = value_of<A>;
  A a;
  extents n;
  constexpr auto operator()(index_t i, index_t j) const { return views::element(*this, i, j); }
};

// --- what kind of node

template<class E>
inline constexpr bool is_product = false;
template<class A, class B>
inline constexpr bool is_product<product<A, B>> = true;

template<class T>
inline constexpr bool is_number<scalar<T>> = true;
template<class R, class A>
inline constexpr bool is_number<reduced<R, per::matrix, A>> = true;
template<class X, class Y>
inline constexpr bool is_number<inner_product<X, Y>> = true;
template<class A>
inline constexpr bool is_number<picked<A>> = true;
template<class F, class... A>
inline constexpr bool is_number<mapped<F, A...>> = (is_number<A> && ...);

}  // namespace tessera::inline TESSERA_ISA
