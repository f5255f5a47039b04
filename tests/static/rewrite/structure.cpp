// SPDX-License-Identifier: BSL-1.0
// Identity, zero and diagonal matrices are not multiplied with.

#include "support/types.hpp"

using namespace support;

namespace {
using A = m<4, 3>;
using I4 = decltype(identity<float, 4>());
using I3 = decltype(identity<float, 3>());
using Z = decltype(zeros<float, 4, 3>());
using column = m<4, 1>;
using row3 = m<1, 3>;
}  // namespace

// drop_identity
static_assert(becomes<product<I4, A>, A>);
static_assert(becomes<product<A, I3>, A>);
static_assert(becomes<product<I4, I4>, I4>);
static_assert(becomes<product<A, product<I3, m<3, 2>>>, product<A, m<3, 2>>>);
static_assert(
    becomes<product<decltype(ones<float, 4, 4>()), A>, product<decltype(ones<float, 4, 4>()), A>>);
// the element type would change
static_assert(becomes<product<decltype(identity<double, 4>()), A>,
                      product<decltype(identity<double, 4>()), A>>);
static_assert(becomes<product<A, decltype(identity<double, 3>())>,
                      product<A, decltype(identity<double, 3>())>>);
static_assert(rules::becomes_by<product<I4, A>, product<I4, A>, decltype(rules::exact)>);

// drop_zero
static_assert(becomes<product<Z, m<3, 2>>, decltype(zeros<float, 4, 2>())>);
static_assert(becomes<product<m<2, 4>, Z>, decltype(zeros<float, 2, 3>())>);
static_assert(becomes<mapped<plus, A, Z>, A>);
static_assert(becomes<mapped<plus, Z, A>, A>);
static_assert(becomes<mapped<plus, Z, Z>, Z>);
static_assert(becomes<mapped<minus, A, Z>, A>);
static_assert(becomes<mapped<minus, Z, A>, mapped<minus, Z, A>>);
static_assert(becomes<mapped<times, A, Z>, mapped<times, A, Z>>);
static_assert(becomes<mapped<plus, row3, Z>, mapped<plus, row3, Z>>);  // the row would not stretch
static_assert(becomes<mapped<plus, Z, row3>, mapped<plus, Z, row3>>);

// scale_by_diagonal
static_assert(becomes<product<diagonal_matrix_of<column>, A>, mapped<times, column, A>>);
static_assert(becomes<product<A, diagonal_matrix_of<row3>>, mapped<times, A, row3>>);
static_assert(becomes<product<A, diagonal_matrix_of<m<3, 1>>>,
                      mapped<times, A, decltype(transpose(std::declval<m<3, 1>>()))>>);
static_assert(becomes<diagonal_of<diagonal_matrix_of<column>>, column>);
static_assert(becomes<mapped<plus, diagonal_matrix_of<column>, m<4, 4>>,
                      mapped<plus, diagonal_matrix_of<column>, m<4, 4>>>);

// outer_product
static_assert(becomes<product<column, row3>, mapped<times, column, row3>>);
static_assert(
    becomes<mapped<plus, A, product<column, row3>>, mapped<plus, A, mapped<times, column, row3>>>);
static_assert(becomes<product<row3, m<3, 1>>, product<row3, m<3, 1>>>);
static_assert(becomes<product<m<1, 1>, m<1, 1>>, product<m<1, 1>, m<1, 1>>>);
static_assert(
    becomes<product<m<4, dynamic>, m<dynamic, 3>>, product<m<4, dynamic>, m<dynamic, 3>>>);
