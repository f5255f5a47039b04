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
using soft = softmaxed<R>;
}  // namespace

// slice_leaf: of memory, of formulas
static_assert(becomes<part<A, 1, 3>, row_of_a>);
static_assert(becomes<diagonal_of<R>, decltype(diagonal(std::declval<R>()))>);
static_assert(becomes<picked<A>, scalar<float>>);
static_assert(becomes<part<decltype(zeros<float, 4, 5>()), 1, 5>, decltype(zeros<float, 1, 5>())>);
static_assert(becomes<part<decltype(identity<float, 5>()), 1, 5>,
                      part<decltype(identity<float, 5>()), 1, 5>>);  // which row matters
static_assert(becomes<picked<decltype(identity<float, 4>())>, scalar<float>>);
static_assert(
    becomes<reshaped<A, shape<2, 6>>, matrix_view<float const, shape<2, 6>, strides<6, 1>>>);
static_assert(becomes<reshaped<soft, shape<2, 10>>, reshaped<soft, shape<2, 10>>>);

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
static_assert(becomes<part<part<soft, 4, 3>, 1, 3>, part<soft, 1, 3>>);
static_assert(
    becomes<part<reduced<adds, per::column, R>, 1, 2>,
            reduced<adds, per::column, matrix_view<float const, shape<4, 2>, strides<5, 1>>>>);
static_assert(becomes<diagonal_of<mapped<plus, R, R>>,
                      mapped<plus, decltype(diagonal(std::declval<R>())),
                             decltype(diagonal(std::declval<R>()))>>);
// the diagonal of what stretches is not that of its operands
static_assert(
    becomes<diagonal_of<mapped<plus, R, m<1, 5>>>, diagonal_of<mapped<plus, R, m<1, 5>>>>);

// slice_to_vector: a row of A B alone may be summed in another order
static_assert(rules::becomes_by<one_row<AB>, one_row<AB>, decltype(rules::exact)>);
static_assert(!rules::rewrites<rules::push_slice, one_row<AB>>);
static_assert(!rules::rewrites<rules::slice_to_vector, some<AB>>);
static_assert(!rules::rewrites<rules::slice_to_vector, one_row<product<m<1, 3>, B>>>);

// push_pick
static_assert(
    becomes<picked<mapped<plus, R, m<1, 5>>>, mapped<plus, scalar<float>, scalar<float>>>);
static_assert(becomes<picked<reduced<adds, per::row, R>>, reduced<adds, per::matrix, row_of_r>>);
static_assert(becomes<picked<softmaxed<R>>, picked<softmaxed<R>>>);
static_assert(becomes<picked<transposed<soft>>, picked<soft>>);
static_assert(becomes<picked<part<soft, 2, 2>>, picked<soft>>);
static_assert(becomes<picked<diagonal_of<soft>>, picked<soft>>);

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
static_assert(becomes<diagonal_of<soft>, diagonal_of<soft>>);
