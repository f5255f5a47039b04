// SPDX-License-Identifier: BSL-1.0
// Parts of results are computed from parts of operands.

#include "support/types.hpp"

using namespace support;

namespace {
using A = m<4, 3>;
using B = m<3, 5>;
using AB = product<A, B>;
using R = m<4, 5>;
template<class E, index_t Rows, index_t Cols>
using part = sliced<E, shape<Rows, Cols>>;
template<class E>
using one_row = decltype(row(std::declval<E>(), 0));
template<class E>
using one_col = decltype(col(std::declval<E>(), 0));
template<class E>
using some = decltype(block(std::declval<E>(), 0, 0, 1, 1));
using row_of_a = matrix_view<float const, shape<1, 3>, strides<3, 1>>;
using col_of_b = matrix_view<float const, shape<3, 1>, strides<5, 1>>;
using row_of_r = matrix_view<float const, shape<1, 5>, strides<5, 1>>;
}  // namespace

// slice_leaf: of memory, of formulas
static_assert(becomes<part<A, 1, 3>, row_of_a>);
static_assert(becomes<diagonal_of<R>, decltype(diagonal(std::declval<R>()))>);
static_assert(becomes<picked<A>, scalar<float>>);
static_assert(becomes<part<decltype(zeros<float, 4, 5>()), 1, 5>, decltype(zeros<float, 1, 5>())>);
static_assert(becomes<part<decltype(identity<float, 5>()), 1, 5>,
                      part<decltype(identity<float, 5>()), 1, 5>>);  // which row matters

// push_slice: rows of A, columns of B
static_assert(becomes<one_row<AB>, product<row_of_a, B>>);
static_assert(becomes<one_col<AB>, product<A, col_of_b>>);
static_assert(
    becomes<some<AB>, product<matrix_view<float const, shape<dynamic, 3>, strides<3, 1>>,
                              matrix_view<float const, shape<3, dynamic>, strides<5, 1>>>>);
static_assert(becomes<one_row<mapped<plus, R, R>>, mapped<plus, row_of_r, row_of_r>>);
static_assert(
    becomes<one_row<mapped<plus, R, m<1, 5>>>,
            mapped<plus, row_of_r, matrix_view<float const, shape<1, 5>, strides<5, 1>>>>);
static_assert(becomes<one_row<one_row<mapped<negate, R>>>, mapped<negate, row_of_r>>);
static_assert(becomes<one_row<reduced<adds, per::row, R>>, reduced<adds, per::row, row_of_r>>);
// a row of a softmax needs that row only, but not yet: it stays
static_assert(becomes<one_row<softmaxed<R>>, one_row<softmaxed<R>>>);

// push_pick
static_assert(
    becomes<picked<mapped<plus, R, m<1, 5>>>, mapped<plus, scalar<float>, scalar<float>>>);
static_assert(becomes<picked<reduced<adds, per::row, R>>, reduced<adds, per::matrix, row_of_r>>);
static_assert(becomes<picked<softmaxed<R>>, picked<softmaxed<R>>>);

// pick_from_product
static_assert(becomes<picked<AB>, inner_product<row_of_a, col_of_b>>);
static_assert(
    becomes<diagonal_of<product<A, m<3, 4>>>,
            reduced<adds, per::row,
                    mapped<times, m<4, 3>, decltype(transpose(std::declval<m<3, 4>>()))>>>);
// of 4 x 5: 4 rows by the first 4 columns
static_assert(
    becomes<diagonal_of<AB>,
            reduced<adds, per::row,
                    mapped<times, A, matrix_view<float const, shape<4, 3>, strides<1, 5>>>>>);
// of one column and one row: x % y
static_assert(becomes<diagonal_of<product<m<4, 1>, m<1, 4>>>,
                      mapped<times, m<4, 1>, decltype(transpose(std::declval<m<1, 4>>()))>>);
static_assert(rules::becomes_by<diagonal_of<product<A, m<3, 4>>>, diagonal_of<product<A, m<3, 4>>>,
                                decltype(rules::exact)>);
