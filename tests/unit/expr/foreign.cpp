// SPDX-License-Identifier: BSL-1.0
// Matrices of the standard library, of mdspan's shape and of a user: where they lie, what they say
// about it, and what is written through their views.

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <tessera/expr/foreign.hpp>
#include <vector>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

/// As much of std::mdspan as says where its elements are.
template<std::size_t R, std::size_t C>
struct extents_like {
  using index_type = int;
  index_type rows, cols;
  constexpr extents_like(index_type r, index_type c) : rows(r), cols(c) {}
};
template<class E, bool Right>
struct mapping_like {
  E extents;
  constexpr explicit mapping_like(E e) : extents(e) {}
  constexpr int stride(int r) const {
    return Right == (r == 1) ? 1 : Right ? extents.cols : extents.rows;
  }
};
template<class E>
struct strided_mapping {
  E extents;
  int strides[2];
  constexpr strided_mapping(E e, int row, int col) : extents(e), strides{row, col} {}
  constexpr int stride(int r) const { return strides[r]; }
};
constexpr auto any = std::dynamic_extent;

template<class T, std::size_t R, std::size_t C, template<class> class Mapping>
struct span2 {
  using extents_type = extents_like<R, C>;
  using mapping_type = Mapping<extents_type>;
  using reference = T&;
  T* items;
  mapping_type mapping;
  static constexpr std::size_t rank() { return 2; }
  static constexpr std::size_t static_extent(std::size_t r) { return r == 0 ? R : C; }
  constexpr int extent(std::size_t r) const {
    return r == 0 ? mapping.extents.rows : mapping.extents.cols;
  }
  constexpr int stride(std::size_t r) const { return mapping.stride(int(r)); }
  constexpr T* data_handle() const { return items; }
};
template<class E>
using right = mapping_like<E, true>;
template<class E>
using left = mapping_like<E, false>;

/// Red, green and blue in planes, one below the other.
struct image {
  std::vector<float> planes;
  int width = 0;
};

template<class M>
using strides_of = typename decltype(view_of(std::declval<M>()))::strides_type;
template<class M>
concept shows = requires(M&& m) { view_of(std::forward<M>(m)); };

}  // namespace

template<>
struct tessera::foreign_matrix<image> {
  static auto show(auto& m) {
    return matrix_view<std::remove_pointer_t<decltype(m.planes.data())>, shape<3, dynamic>,
                       strides<dynamic, 1>>(m.planes.data(), {3, m.width}, m.width, 1);
  }
};

TEST_CASE("containers of numbers are rows, containers of arrays have them for rows") {
  std::vector<float> const items{1, 2, 3};
  std::array<float, 3> fixed{4, 5, 6};
  float plain[2][3] = {{1, 2, 3}, {4, 5, 6}};
  std::vector<std::array<float, 3>> const table{{1, 2, 3}, {4, 5, 6}};
  static_assert(std::is_same_v<shape_of<decltype(view_of(items))>, shape<1, dynamic>>);
  static_assert(std::is_same_v<shape_of<decltype(view_of(fixed))>, shape<1, 3>>);
  static_assert(std::is_same_v<shape_of<decltype(view_of(plain))>, shape<2, 3>>);
  static_assert(std::is_same_v<shape_of<decltype(view_of(table))>, shape<dynamic, 3>>);
  static_assert(std::is_same_v<shape_of<decltype(view_of(std::span(fixed)))>, shape<1, 3>>);
  static_assert(std::is_same_v<shape_of<decltype(view_of(std::span(items)))>, shape<1, dynamic>>);
  CHECK(view_of(items) == matrix<float>{{1, 2, 3}});
  CHECK(view_of(table) == matrix<float>{{1, 2, 3}, {4, 5, 6}});
  CHECK(view_of(plain) == view_of(table));
  CHECK(view_of(items).data() == items.data());
  CHECK(eval(view_of(table) * transpose(view_of(items))) == matrix<float>{{14}, {32}});
  view_of(fixed) = view_of(items) * 2 + view_of(fixed);
  CHECK(fixed == std::array<float, 3>{6, 9, 12});
  view_of(std::span(plain)) = view_of(table) + view_of(fixed);
  CHECK(plain[1][2] == 18);
  std::vector<std::array<float, 3>> const nothing;
  CHECK(view_of(nothing).rows() == 0);
}

TEST_CASE("what is const, or a view of const, is read only") {
  std::vector<int> items{1, 2};
  static_assert(std::is_same_v<decltype(view_of(items)(0)), int&>);
  static_assert(std::is_same_v<decltype(view_of(std::as_const(items))(0)), int const&>);
  std::span<int> const all(items);
  static_assert(std::is_same_v<decltype(view_of(all)(0)), int&>);
  static_assert(std::is_same_v<decltype(view_of(std::span<int const>(items))(0)), int const&>);
  static_assert(destination<decltype(view_of(items))>);
  static_assert(!destination<decltype(view_of(std::as_const(items)))>);
  image const picture;
  static_assert(std::is_same_v<decltype(view_of(picture)(0, 0)), float const&>);
}

TEST_CASE("what owns its elements needs a name, what borrows them does not") {
  static_assert(shows<std::vector<float>&> && !shows<std::vector<float>>);
  static_assert(shows<std::array<float, 2>&> && !shows<std::array<float, 2>>);
  static_assert(shows<std::span<float>> && shows<span2<float, any, any, right>>);
  static_assert(shows<image&> && !shows<image>);
  static_assert(!shows<std::vector<std::vector<float>>&> && !shows<std::vector<bool>&>);
  static_assert(!shows<int&> && !shows<std::vector<std::string>&>);
}

TEST_CASE("an mdspan: strides that follow from its type are known") {
  double items[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  span2<double, any, any, right> const rows{items, right<extents_like<any, any>>({3, 4})};
  span2<double, any, any, left> const cols{items, left<extents_like<any, any>>({4, 3})};
  span2<double, 3, any, right> const known{items, right<extents_like<3, any>>({3, 4})};
  span2<double const, any, any, strided_mapping> const strided{items, {{2, 3}, 6, 2}};
  static_assert(strides_of<decltype(rows)>::col == 1 && strides_of<decltype(rows)>::row == dynamic);
  static_assert(strides_of<decltype(cols)>::row == 1 && strides_of<decltype(cols)>::col == dynamic);
  static_assert(strides_of<span2<float, 3, 4, right>>::row == 4);
  static_assert(strides_of<decltype(strided)>::row == dynamic);
  static_assert(strides_of<decltype(strided)>::col == dynamic);
  static_assert(std::is_same_v<shape_of<decltype(view_of(known))>, shape<3, dynamic>>);
  CHECK(view_of(rows) == matrix<double>{{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}});
  CHECK(view_of(cols) == transpose(view_of(rows)));
  CHECK(view_of(known) == view_of(rows));
  CHECK(view_of(strided) == matrix<double>{{0, 2, 4}, {6, 8, 10}});
  static_assert(!destination<decltype(view_of(strided))>);
  // 0 1 2 3 | 0 4 8: 14 38 62; 38 126 214 and so on.
  CHECK(eval(view_of(rows) * view_of(cols)) ==
        matrix<double>{{14, 38, 62}, {38, 126, 214}, {62, 214, 366}});
  view_of(rows) = view_of(rows) * 2;
  CHECK(items[11] == 22);

  span2<double, any, any, strided_mapping> const backwards{items + 11, {{2, 3}, -6, -2}};
  CHECK_THROWS_WITH_AS(
      view_of(backwards),
      "view_of(m): strides (second) must not be negative; they are 2 x 3 and -6 x -2", shape_error);
}

TEST_CASE("assignment finds overlap through views of foreign memory") {
  std::array<std::array<float, 2>, 2> items{{{1, 2}, {3, 4}}};
  auto a = view_of(items);
  a = a * a;
  CHECK(a == matrix<float>{{7, 10}, {15, 22}});
  a = transpose(a);
  CHECK(a == matrix<float>{{7, 15}, {10, 22}});
  std::vector<float> other{1, 2, 3};
  CHECK_THROWS_AS(view_of(other) = row(a, 0) * 2, shape_error);
}

TEST_CASE("a type of one's own") {
  image picture{{1, 2, 3, 4, 5, 6}, 2};
  auto v = view_of(picture);
  static_assert(std::is_same_v<shape_of<decltype(v)>, shape<3, dynamic>>);
  CHECK(v == matrix<float>{{1, 2}, {3, 4}, {5, 6}});
  v = v * matrix<float>{{0, 1}, {1, 0}};
  CHECK(picture.planes == std::vector<float>{2, 1, 4, 3, 6, 5});
}
