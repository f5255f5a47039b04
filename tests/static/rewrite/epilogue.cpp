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
using sum_of = mapped<plus, X...>;
}  // namespace

static_assert(becomes<sum_of<AB, bias>, finished<AB, sum_of<acc, bias>>>);
static_assert(becomes<sum_of<R, AB>, finished<AB, sum_of<R, acc>>>);
static_assert(
    becomes<mapped<rectify, sum_of<AB, bias>>, finished<AB, mapped<rectify, sum_of<acc, bias>>>>);
static_assert(
    becomes<sum_of<mapped<rectify, AB>, R>, finished<AB, sum_of<mapped<rectify, acc>, R>>>);
static_assert(
    becomes<mapped<times, scalar<float>, AB>, finished<AB, mapped<times, scalar<float>, acc>>>);

// a transposed epilogue is the epilogue of the transposed product
using BtAt = decltype(transpose(std::declval<B>()) * transpose(std::declval<A>()));
static_assert(becomes<transposed<sum_of<AB, R>>,
                      finished<BtAt, sum_of<accumulator<float, shape<4, 2>>,
                                            decltype(transpose(std::declval<R>()))>>>);

// two products: neither is the accumulator
static_assert(becomes<sum_of<AB, AB>, sum_of<AB, AB>>);
static_assert(becomes<sum_of<sum_of<AB, R>, AB>, sum_of<finished<AB, sum_of<acc, R>>, AB>>);
// a product that stretches is needed more than once per element
static_assert(becomes<sum_of<R, product<m<1, 3>, B>>, sum_of<R, product<m<1, 3>, B>>>);
static_assert(
    becomes<sum_of<bias, product<m<1, 3>, B>>,
            finished<product<m<1, 3>, B>, sum_of<bias, accumulator<float, shape<1, 4>>>>>);
// no product
static_assert(becomes<sum_of<R, bias>, sum_of<R, bias>>);
// a sum over a product is a number, not a product
static_assert(becomes<sum_of<R, summed<AB>>, sum_of<R, summed<AB>>>);
