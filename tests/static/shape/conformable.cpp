// SPDX-License-Identifier: BSL-1.0
// Which shapes may meet.

#include <vector>

#include "support/types.hpp"

using namespace support;

// products
static_assert(can_multiply<m<2, 3>, m<3, 4>>);
static_assert(can_multiply<m<2, 3>, m<dynamic, 4>>);
static_assert(can_multiply<m<dynamic, dynamic>, m<3, 4>>);
static_assert(!can_multiply<m<2, 3>, m<4, 5>>);  // inner extents differ
static_assert(!can_multiply<m<2, 3>, m<2, 3>>);
static_assert(std::is_same_v<shape_of<decltype(std::declval<m<2, 3>>() * std::declval<m<3, 4>>())>,
                             shape<2, 4>>);
static_assert(std::is_same_v<
              shape_of<decltype(std::declval<m<2, dynamic>>() * std::declval<m<3, dynamic>>())>,
              shape<2, dynamic>>);

// element-wise
static_assert(can_add<m<2, 3>, m<2, 3>>);
static_assert(can_add<m<2, 3>, m<dynamic, 3>>);
static_assert(can_add<m<2, 3>, m<1, 3>>);  // a known row stretches
static_assert(can_add<m<2, 3>, m<2, 1>>);  // a known column too
static_assert(can_add<m<1, 3>, m<2, 1>>);
static_assert(can_add<m<2, 3>, float> && can_add<int, m<2, 3>>);
static_assert(!can_add<m<2, 3>, m<3, 2>>);
static_assert(!can_add<m<2, 3>, m<2, 2>>);
static_assert(!can_add<m<2, 3>, char const*>);
static_assert(std::is_same_v<broadcast_shape<m<1, 3>, m<2, 1>>, shape<2, 3>>);
static_assert(std::is_same_v<broadcast_shape<m<dynamic, 3>, m<2, dynamic>>, shape<2, 3>>);
static_assert(
    std::is_same_v<broadcast_shape<m<dynamic, dynamic>, m<1, dynamic>>, shape<dynamic, dynamic>>);
static_assert(!conformable_elementwise<m<2, 3>, m<1, 3>, m<4, 3>>);

// dot
static_assert(conformable_for_dot<m<1, 3>, m<3, 1>> && conformable_for_dot<m<3, 1>, m<3, 1>>);
static_assert(!conformable_for_dot<m<1, 3>, m<4, 1>> && !conformable_for_dot<m<2, 3>, m<3, 1>>);

// assignment
static_assert(assignable_shape<m<2, 3>, m<dynamic, 3>> && !assignable_shape<m<2, 3>, m<3, 2>>);
static_assert(holds_elements_of<matrix<double>, matrix<float>> &&
              !holds_elements_of<matrix<float>, matrix<double>>);
static_assert(!holds_elements_of<matrix<int>, matrix<float>>);

// what is refused with a sentence is refused: no overload set is misled
template<class C, class E>
inline constexpr bool assigns = std::is_assignable_v<C, E>;
static_assert(assigns<matrix<float>&, matrix<int>> && assigns<matrix<double>&, m<2, 3>>);
static_assert(!assigns<matrix<float, 2, 2>&, m<2, 3>> && !assigns<matrix<float>&, matrix<double>>);
static_assert(!assigns<matrix<float>, matrix<float>> && !assigns<matrix<float> const&, m<2, 3>>);
static_assert(assigns<matrix<float>&, double> && !assigns<matrix<float>&, char const*>);
static_assert(!assigns<matrix<float>, float> && !assigns<matrix<float> const&, float>);
static_assert(!std::is_constructible_v<matrix<float>, float> &&
              !std::is_constructible_v<matrix<float>, std::vector<float>>);
static_assert(std::is_constructible_v<matrix<float, 2, 3>, m<dynamic, 3>>);
static_assert(!std::is_constructible_v<matrix<float, 2, 2>, m<2, 3>>);
static_assert(!std::is_convertible_v<matrix<double>, matrix<float>>);
static_assert(std::is_nothrow_move_constructible_v<matrix<float>> &&
              std::is_copy_assignable_v<matrix<float>>);

// a view is const like a span: what it shows may still be written
using writable_view = matrix_view<float, shape<2, 3>, strides<3, 1>>;
static_assert(assigns<writable_view, m<2, 3>> && assigns<writable_view const&, m<2, 3>>);
static_assert(assigns<writable_view const&, writable_view> && assigns<writable_view&, m<2, 3>>);
static_assert(!assigns<writable_view, m<3, 3>> && !assigns<writable_view, m<2, 3, double>>);
static_assert(!assigns<m<2, 3>, m<2, 3>> && !assigns<m<2, 3>&, matrix<float, 2, 3>>);

// sums of truths are counts; a choice of two numbers has their common type
using truth = m<2, 3, bool>;
static_assert(std::is_same_v<value_of<decltype(sum(std::declval<truth>()))>, index_t>);
static_assert(std::is_same_v<value_of<decltype(row_sum(std::declval<truth>()))>, index_t>);
static_assert(std::is_same_v<value_of<decltype(select(std::declval<truth>(), 1, 0))>, int>);
static_assert(std::is_same_v<value_of<decltype(select(std::declval<truth>(), 1, 0.5))>, double>);
