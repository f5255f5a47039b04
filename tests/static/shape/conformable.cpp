// SPDX-License-Identifier: BSL-1.0
// Which shapes may meet.

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
