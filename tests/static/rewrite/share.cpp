// SPDX-License-Identifier: BSL-1.0
// Products that are the same, that have a factor in common, that are their own mirror image.

#include "support/types.hpp"

using namespace support;

/// Factors that may not change places.
struct quaternion {
  friend quaternion operator+(quaternion a, quaternion) { return a; }
  friend quaternion operator*(quaternion a, quaternion) { return a; }
};

namespace {
using A = m<4, 3>;
using B = m<3, 5>;
using C = m<4, 7>;
using D = m<7, 5>;
using R = m<4, 5>;
using AB = product<A, B>;
using CD = product<C, D>;
using acc = accumulator<float, shape<4, 5>>;
using A_transposed = decltype(transpose(std::declval<A>()));
template<class... X>
using total = mapped<plus, X...>;
template<class... X>
using difference = mapped<minus, X...>;
template<class... X>
using list = hana::basic_tuple<X...>;
using x = m<3, 1>;
using u = m<4, 1>;
using v = m<1, 3>;
using uv = product<u, v>;
using Q = m<4, 3, quaternion>;
using Q_transposed = decltype(transpose(std::declval<Q>()));
}  // namespace

// halve_gram
static_assert(becomes<product<A_transposed, A>, gram<A_transposed, A>>);
static_assert(becomes<product<A, A_transposed>, gram<A, A_transposed>>);
static_assert(
    becomes<product<A_transposed, m<4, 3, double>>, product<A_transposed, m<4, 3, double>>>);
static_assert(becomes<AB, AB>);
static_assert(becomes<product<m<1, 3>, m<3, 1>>, product<m<1, 3>, m<3, 1>>>);
static_assert(!rules::rewrites<rules::halve_gram, product<Q_transposed, Q>>);

// factor_out: the common factor is found at run time, where the types allow it
static_assert(
    becomes<total<AB, product<A, B>>,
            either<product<A, total<B, B>>,
                   either<product<total<A, A>, B>, sum_of_products<list<A, A>, list<B, B>>>>>);
static_assert(becomes<difference<product<A, m<3, 5>>, product<m<4, 3>, B>>,
                      either<product<A, difference<B, B>>,
                             either<product<difference<A, A>, B>,
                                    sum_of_products<list<A, mapped<negate, A>>, list<B, B>>>>>);
// not of what is multiplied, nor of a product that stretches
static_assert(rules::rewrites<rules::factor_out, total<AB, AB>>);
static_assert(!rules::rewrites<rules::factor_out, mapped<times, AB, AB>>);
static_assert(!rules::rewrites<rules::factor_out, total<product<m<1, 3>, B>, AB>>);

// join_products
static_assert(becomes<total<AB, CD>, sum_of_products<list<A, C>, list<B, D>>>);
static_assert(becomes<difference<AB, CD>, sum_of_products<list<A, mapped<negate, C>>, list<B, D>>>);
static_assert(becomes<total<total<AB, CD>, product<m<4, 2>, m<2, 5>>>,
                      sum_of_products<list<A, C, m<4, 2>>, list<B, D, m<2, 5>>>>);
static_assert(becomes<total<total<AB, CD>, R>,
                      finished<sum_of_products<list<A, C>, list<B, D>>, total<acc, R>>>);
static_assert(
    rules::becomes_by<total<AB, CD>, finished<CD, total<stored<AB>, acc>>, decltype(rules::exact)>);
// a product that stretches is not a term
static_assert(
    becomes<total<AB, product<m<1, 7>, D>>, finished<AB, total<acc, product<m<1, 7>, D>>>>);
// nor is one of other numbers
static_assert(
    !rules::rewrites<rules::join_products, total<AB, product<m<4, 7, double>, m<7, 5, double>>>>);

// share_product
static_assert(becomes<mapped<times, AB, mapped<rectify, AB>>,
                      either<finished<AB, mapped<times, acc, mapped<rectify, acc>>>,
                             finished<AB, mapped<times, stored<AB>, mapped<rectify, acc>>>>>);
static_assert(becomes<mapped<times, AB, R>, finished<AB, mapped<times, acc, R>>>);
static_assert(!rules::rewrites<rules::share_product, total<product<m<1, 3>, B>, AB>>);

// store_product
static_assert(becomes<mapped<times, AB, CD>, finished<CD, mapped<times, stored<AB>, acc>>>);
static_assert(becomes<total<mapped<rectify, AB>, CD>,
                      finished<CD, total<stored<finished<AB, mapped<rectify, acc>>>, acc>>>);

// lift_choice: what is around a choice goes into both
static_assert(becomes<mapped<rectify, mapped<times, AB, AB>>,
                      either<finished<AB, mapped<rectify, mapped<times, acc, acc>>>,
                             finished<AB, mapped<rectify, mapped<times, stored<AB>, acc>>>>>);
static_assert(becomes<mapped<rectify, R>, mapped<rectify, R>>);
static_assert(becomes<total<R, either<R, R>>, either<total<R, R>, total<R, R>>>);
static_assert(becomes<total<either<R, R>, R>, either<total<R, R>, total<R, R>>>);
static_assert(!rules::rewrites<rules::lift_choice, softmaxed<either<R, R>>>);

// expand_update: an update by an outer product is not formed before a vector
static_assert(
    becomes<product<total<A, product<u, v>>, x>,
            finished<product<A, x>,
                     total<accumulator<float, shape<4, 1>>, mapped<times, u, product<v, x>>>>>);
static_assert(becomes<product<total<A, product<m<4, 2>, m<2, 3>>>, x>,
                      sum_of_products<list<A, m<4, 2>>, list<x, product<m<2, 3>, x>>>>);
static_assert(
    becomes<product<m<1, 4>, difference<A, product<u, v>>>,
            finished<product<m<1, 4>, A>, difference<accumulator<float, shape<1, 3>>,
                                                     mapped<times, product<m<1, 4>, u>, v>>>>);
static_assert(
    becomes<product<total<A, product<u, v>>, B>, product<total<A, mapped<times, u, v>>, B>>);
// of what is multiplied or stretches, of two outer products
static_assert(!rules::rewrites<rules::expand_update, product<mapped<times, A, uv>, x>>);
static_assert(!rules::rewrites<rules::expand_update, product<total<v, uv>, x>>);
static_assert(!rules::rewrites<rules::expand_update, product<total<uv, uv>, x>>);
static_assert(!rules::rewrites<rules::expand_update, product<m<1, 4>, mapped<times, A, uv>>>);
static_assert(!rules::rewrites<rules::expand_update, product<m<1, 4>, total<u, uv>>>);
// before two rows
static_assert(!rules::rewrites<rules::expand_update, product<m<2, 4>, total<A, uv>>>);

// store_repeated: what stretches and costs more than a load is computed once
using row5 = m<1, 5>;
using column4 = m<4, 1>;
static_assert(becomes<total<R, mapped<simd::exponential, row5>>,
                      total<R, stored<mapped<simd::exponential, row5>>>>);
static_assert(becomes<mapped<times, mapped<simd::over, scalar<float>, column4>, R>,
                      mapped<times, stored<mapped<simd::over, scalar<float>, column4>>, R>>);
static_assert(
    becomes<mapped<rectify, total<AB, mapped<simd::exponential, row5>>>,
            finished<AB, mapped<rectify, total<acc, stored<mapped<simd::exponential, row5>>>>>>);
// as cheap as a load, of the same shape, or a number
static_assert(becomes<total<R, total<row5, row5>>, total<R, total<row5, row5>>>);
static_assert(
    becomes<total<R, mapped<simd::exponential, R>>, total<R, mapped<simd::exponential, R>>>);
static_assert(becomes<total<R, mapped<simd::exponential, scalar<float>>>,
                      total<R, mapped<simd::exponential, scalar<float>>>>);
