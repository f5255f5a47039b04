// SPDX-License-Identifier: BSL-1.0
#pragma once
// The element-wise tree around exactly one product becomes a function of the product's
// accumulators.

#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// A product, bare or with an epilogue already, that fills `Shape` without stretching.
template<class E, class Shape>
inline constexpr bool fusible =
    is_product_like<E> && (shape_of<E>::rows != 1 || Shape::rows == 1) &&
    (shape_of<E>::cols != 1 || Shape::cols == 1);
template<class P, class Tree, class Shape>
inline constexpr bool fusible<finished<P, Tree>, Shape> = fusible<P, Shape>;

/// The product in a fusible tree.
template<class E>
constexpr auto inner_product_of(E const& e) {
  return e;
}
template<class P, class Tree>
constexpr auto inner_product_of(finished<P, Tree> const& e) {
  return e.inner;
}

/// A fusible tree as a function of its product's accumulators; any other tree as it is.
template<class A>
constexpr auto on_accumulator(A const& a) {
  if constexpr (is_product_like<A>) return accumulator<value_of<A>, shape_of<A>>{{}, extents_of(a)};
  else return a;
}
template<class P, class Tree>
constexpr auto on_accumulator(finished<P, Tree> const& e) {
  return e.tree;
}

/// f(..., A B, ...) = (f o A B), and f(..., g o A B, ...) = (f(..., g, ...) o A B), where one
/// operand is a product that does not stretch.
/// Shrinks: the number of nodes above products.
struct fuse_epilogue {
  static constexpr auto rounding = rounding_effect::exact;
  static constexpr auto turn = pass::fusion;

  template<class F, class... A>
    requires((int(fusible<A, broadcast_shape<A...>>) + ...) == 1)
  constexpr auto operator()(mapped<F, A...> const& e) const {
    using S = broadcast_shape<A...>;
    return hana::unpack(e.args, [&](auto const&... a) {
      auto const inner = product_among<S>(a...);
      auto const tree = map_captured(e.f, in_epilogue<S>(a)...);
      return finished<std::remove_const_t<decltype(inner)>, std::remove_const_t<decltype(tree)>>{
          {}, inner, tree};
    });
  }

private:
  template<class Shape, class A, class... Rest>
  static constexpr auto product_among(A const& a, Rest const&... rest) {
    if constexpr (fusible<A, Shape>) return inner_product_of(a);
    else return product_among<Shape>(rest...);
  }
  template<class Shape, class A>
  static constexpr auto in_epilogue(A const& a) {
    if constexpr (fusible<A, Shape>) return on_accumulator(a);
    else return a;
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
