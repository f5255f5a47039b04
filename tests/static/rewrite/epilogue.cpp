// SPDX-License-Identifier: BSL-1.0
// Which trees around a product become its epilogue.

#include "support/types.hpp"

using namespace support;

namespace {
using A = m<2, 3>;
using B = m<3, 4>;
using R = m<2, 4>;
using bias = m<1, 4>;
using AB = product<A, B>;
using acc = accumulator<float, shape<2, 4>>;
template<class... X>
using total = mapped<plus, X...>;
}  // namespace

static_assert(becomes<total<AB, bias>, finished<AB, total<acc, bias>>>);
static_assert(becomes<total<R, AB>, finished<AB, total<R, acc>>>);
static_assert(
    becomes<mapped<rectify, total<AB, bias>>, finished<AB, mapped<rectify, total<acc, bias>>>>);
static_assert(becomes<total<mapped<rectify, AB>, R>, finished<AB, total<mapped<rectify, acc>, R>>>);
static_assert(
    becomes<mapped<times, scalar<float>, AB>, finished<AB, mapped<times, scalar<float>, acc>>>);

// a transposed epilogue is the epilogue of the transposed product
using BtAt = decltype(transpose(std::declval<B>()) * transpose(std::declval<A>()));
static_assert(becomes<transposed<total<AB, R>>,
                      finished<BtAt, total<accumulator<float, shape<4, 2>>,
                                           decltype(transpose(std::declval<R>()))>>>);

// two products: one is evaluated first, unless both are found to be the same
static_assert(becomes<mapped<times, AB, product<m<2, 5>, m<5, 4>>>,
                      finished<product<m<2, 5>, m<5, 4>>, mapped<times, stored<AB>, acc>>>);
static_assert(becomes<mapped<times, AB, AB>, either<finished<AB, mapped<times, acc, acc>>,
                                                    finished<AB, mapped<times, stored<AB>, acc>>>>);
// a product that stretches is needed more than once per element
static_assert(becomes<total<R, product<m<1, 3>, B>>, total<R, product<m<1, 3>, B>>>);
static_assert(becomes<total<bias, product<m<1, 3>, B>>,
                      finished<product<m<1, 3>, B>, total<bias, accumulator<float, shape<1, 4>>>>>);
// no product
static_assert(becomes<total<R, bias>, total<R, bias>>);
// a sum over a product is a number, not a product
static_assert(becomes<total<R, reduced<greatest, per::matrix, AB>>,
                      total<R, reduced<greatest, per::matrix, AB>>>);
