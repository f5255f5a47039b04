// SPDX-License-Identifier: BSL-1.0
// Eigen's matrices, maps and blocks as views.

#include <doctest/doctest.h>

#include <Eigen/Core>
#include <tessera/expr/foreign.hpp>

#include "support/numbers.hpp"

using namespace tessera;

namespace {
using by_rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template<class M>
using view_type = decltype(view_of(std::declval<M>()));
template<class M>
concept shows = requires(M&& m) { view_of(std::forward<M>(m)); };
template<class A, class B>
concept can_multiply = requires(A a, B b) { view_of(a) * view_of(b); };
}  // namespace

TEST_CASE("extents and strides are those of the type") {
  using Eigen::MatrixXf, Eigen::Map;
  static_assert(std::is_same_v<view_type<MatrixXf&>,
                               matrix_view<float, shape<dynamic, dynamic>, strides<1, dynamic>>>);
  static_assert(std::is_same_v<view_type<by_rows&>,
                               matrix_view<float, shape<dynamic, dynamic>, strides<dynamic, 1>>>);
  static_assert(std::is_same_v<view_type<Eigen::Matrix<double, 2, 3> const&>,
                               matrix_view<double const, shape<2, 3>, strides<1, 2>>>);
  using row_major_fixed = Eigen::Matrix<double, 2, 3, Eigen::RowMajor>;
  static_assert(
      std::is_same_v<view_type<row_major_fixed&>, matrix_view<double, shape<2, 3>, strides<3, 1>>>);
  static_assert(std::is_same_v<shape_of<view_type<Eigen::VectorXf&>>, shape<dynamic, 1>>);
  static_assert(std::is_same_v<shape_of<view_type<Eigen::RowVector4d&>>, shape<1, 4>>);
  static_assert(can_multiply<Eigen::Matrix<double, 2, 3>, Eigen::Matrix<double, 3, 5>>);
  static_assert(!can_multiply<Eigen::Matrix<double, 2, 3>, Eigen::Matrix<double, 4, 5>>);
}

TEST_CASE("a matrix needs a name, a map or a block does not; const is kept") {
  using Eigen::MatrixXf, Eigen::Map;
  static_assert(shows<MatrixXf&> && shows<MatrixXf const&> && !shows<MatrixXf>);
  static_assert(shows<Map<MatrixXf>> && shows<Map<MatrixXf const>> && shows<Eigen::Ref<MatrixXf>>);
  static_assert(shows<decltype(std::declval<MatrixXf&>().block(0, 0, 1, 1))>);
  // A Ref of const may own a copy.
  static_assert(shows<Eigen::Ref<MatrixXf const>&> && !shows<Eigen::Ref<MatrixXf const>>);
  static_assert(shows<Eigen::Block<MatrixXf const>> && shows<Map<MatrixXf const> const>);
  static_assert(!shows<decltype(std::declval<MatrixXf&>() + std::declval<MatrixXf&>())>);
  static_assert(std::is_same_v<view_type<MatrixXf const&>::element_type, float const>);
  static_assert(std::is_same_v<view_type<Map<MatrixXf const>>::element_type, float const>);
  static_assert(std::is_same_v<view_type<Map<MatrixXf>>::element_type, float>);
}

TEST_CASE("read in products, and assigned to") {
  Eigen::MatrixXf a(2, 3);
  by_rows b(3, 2), c(2, 2);
  a << 1, 2, 3, 4, 5, 6;
  b << 1, 0, 0, 1, 1, 1;
  matrix<float> const want{{4, 5}, {10, 11}};
  CHECK(view_of(a)(0, 2) == 3.f);
  CHECK(view_of(a).data() == a.data());
  CHECK(eval(view_of(a) * view_of(b)) == want);
  view_of(c) = view_of(a) * view_of(b);
  CHECK(view_of(c) == want);
  CHECK(c(0, 1) == 5.f);
  Eigen::MatrixXf by_columns(2, 2);
  view_of(by_columns) = view_of(a) * view_of(b) + 1;
  CHECK(by_columns(1, 0) == 11.f);
  CHECK_THROWS_AS(view_of(a) = view_of(b) * view_of(a), shape_error);

  Eigen::VectorXf const x = Eigen::VectorXf::Ones(2);
  CHECK(eval(view_of(b) * view_of(x)) == matrix<float>{{1}, {1}, {2}});
  Eigen::VectorXf y(3);
  view_of(y) = view_of(b) * view_of(x);
  CHECK(y(2) == 2.f);
}

TEST_CASE("overlap is found") {
  by_rows a(2, 2);
  a << 1, 2, 3, 4;
  view_of(a) = view_of(a) * view_of(a);
  CHECK(view_of(a) == matrix<float>{{7, 10}, {15, 22}});
  view_of(a) = transpose(view_of(a));
  CHECK(a(0, 1) == 15.f);
}

TEST_CASE("maps with strides, blocks and transposes") {
  float items[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  using Eigen::Map, Eigen::OuterStride, Eigen::Stride;
  using any_stride = Stride<Eigen::Dynamic, Eigen::Dynamic>;
  Map<by_rows, 0, OuterStride<>> const outer(items, 3, 2, OuterStride<>(4));
  CHECK(view_of(outer) == matrix<float>{{0, 1}, {4, 5}, {8, 9}});
  Map<by_rows, 0, OuterStride<4>> fixed(items, 3, 2);
  static_assert(std::is_same_v<view_type<decltype(fixed)&>::strides_type, strides<4, 1>>);
  CHECK(view_of(fixed) == view_of(outer));
  Map<Eigen::MatrixXf, 0, any_stride> both(items, 2, 2, any_stride(6, 2));
  CHECK(view_of(both) == matrix<float>{{0, 6}, {2, 8}});
  view_of(both) = view_of(both) + 100;
  CHECK(items[8] == 108.f);
  CHECK(items[1] == 1.f);

  Eigen::MatrixXf a(2, 3);
  a << 1, 2, 3, 4, 5, 6;
  CHECK(view_of(a.block(0, 1, 2, 2)) == matrix<float>{{2, 3}, {5, 6}});
  CHECK(view_of(a.transpose()) == transpose(view_of(a)));
  view_of(a.col(1)) = constant(7.f, 2, 1);
  CHECK(a(1, 1) == 7.f);
  CHECK_THROWS_AS(view_of(Map<Eigen::MatrixXf, 0, any_stride>(items, 2, 2, any_stride(-6, 2))),
                  shape_error);
}
