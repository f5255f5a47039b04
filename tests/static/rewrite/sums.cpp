// SPDX-License-Identifier: BSL-1.0
// Sums over products and over sums.

#include "support/types.hpp"

using namespace support;

namespace {
using A = m<4, 3>;
using B = m<3, 5>;
using R = m<4, 5>;
using AB = product<A, B>;
template<per Each, class E>
using per_sum = reduced<adds, Each, E>;
template<class E>
using total = per_sum<per::matrix, E>;
using sums = inner_product<per_sum<per::column, A>, per_sum<per::row, B>>;
using s = scalar<float>;
using acc = accumulator<float, shape<4, 5>>;
}  // namespace

// sum_product
static_assert(becomes<total<AB>, sums>);
static_assert(becomes<per_sum<per::row, AB>, product<A, per_sum<per::row, B>>>);
static_assert(becomes<per_sum<per::column, AB>, product<per_sum<per::column, A>, B>>);
static_assert(
    becomes<total<product<AB, m<5, 2>>>,
            inner_product<product<per_sum<per::column, A>, B>, per_sum<per::row, m<5, 2>>>>);
static_assert(becomes<reduced<greatest, per::matrix, AB>, reduced<greatest, per::matrix, AB>>);
static_assert(
    becomes<per_sum<per::row, product<A, m<3, 1>>>, per_sum<per::row, product<A, m<3, 1>>>>);
static_assert(
    becomes<per_sum<per::column, product<m<1, 3>, B>>, per_sum<per::column, product<m<1, 3>, B>>>);
static_assert(rules::becomes_by<total<AB>, total<AB>, decltype(rules::exact)>);

// split_sum
static_assert(becomes<total<mapped<plus, AB, R>>, mapped<plus, sums, total<R>>>);
static_assert(becomes<total<mapped<times, s, AB>>, mapped<times, s, sums>>);
static_assert(becomes<total<mapped<plus, R, R>>, total<mapped<plus, R, R>>>);  // one pass is less
static_assert(becomes<total<mapped<times, s, R>>, total<mapped<times, s, R>>>);
static_assert(becomes<total<mapped<times, AB, R>>, total<finished<AB, mapped<times, acc, R>>>>);
static_assert(becomes<total<mapped<times, R, AB>>, total<finished<AB, mapped<times, R, acc>>>>);
static_assert(
    becomes<total<mapped<plus, AB, m<1, 5>>>, total<finished<AB, mapped<plus, acc, m<1, 5>>>>>);

// sum_of_sums
static_assert(becomes<total<per_sum<per::row, R>>, total<R>>);
static_assert(becomes<total<per_sum<per::column, R>>, total<R>>);
static_assert(
    becomes<total<reduced<greatest, per::row, R>>, total<reduced<greatest, per::row, R>>>);
