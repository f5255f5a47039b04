// SPDX-License-Identifier: BSL-1.0
// Numbers and signs leave the factors of products.

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
using AB = product<A, B>;
using s = scalar<float>;
using acc = accumulator<float, shape<4, 5>>;
template<class X, class Y>
using scaled = mapped<times, X, Y>;
template<class Tree>
using on_ab = finished<AB, Tree>;
using complex = scalar<std::complex<float>>;
using Ai = m<4, 3, int>;
using Bi = m<3, 5, int>;
using Aq = m<4, 3, quaternion>;
}  // namespace

// scalar_first
static_assert(becomes<scaled<A, s>, scaled<s, A>>);
static_assert(becomes<scaled<A, A>, scaled<A, A>>);
static_assert(becomes<scaled<s, s>, scaled<s, s>>);
static_assert(becomes<scaled<Aq, scalar<quaternion>>, scaled<Aq, scalar<quaternion>>>);

// merge_scalars
static_assert(becomes<scaled<s, scaled<s, A>>, scaled<scaled<s, s>, A>>);
static_assert(becomes<scaled<s, scaled<A, A>>, scaled<s, scaled<A, A>>>);
static_assert(becomes<scaled<scalar<double>, scaled<s, A>>, scaled<scalar<double>, scaled<s, A>>>);

// gather_scalars: whatever they were beside, they end in one epilogue
static_assert(becomes<product<scaled<s, A>, B>, on_ab<scaled<s, acc>>>);
static_assert(becomes<product<A, scaled<B, s>>, on_ab<scaled<s, acc>>>);
static_assert(becomes<product<scaled<s, A>, scaled<s, B>>, on_ab<scaled<scaled<s, s>, acc>>>);
static_assert(becomes<product<mapped<over, A, s>, B>, on_ab<mapped<over, acc, s>>>);
static_assert(becomes<product<mapped<negate, A>, B>, on_ab<mapped<negate, acc>>>);
static_assert(becomes<product<A, mapped<over, B, s>>, on_ab<mapped<over, acc, s>>>);
static_assert(becomes<product<A, mapped<negate, B>>, on_ab<mapped<negate, acc>>>);
static_assert(
    becomes<product<scaled<s, product<A, B>>, m<5, 2>>,
            finished<product<A, product<B, m<5, 2>>>, scaled<s, accumulator<float, shape<4, 2>>>>>);
// a column or a row is not a number
static_assert(becomes<product<scaled<m<4, 1>, A>, B>, product<scaled<m<4, 1>, A>, B>>);
static_assert(!rules::rewrites<rules::gather_scalars, product<A, scaled<m<3, 1>, B>>>);
static_assert(!rules::rewrites<rules::gather_scalars, product<mapped<over, A, m<4, 1>>, B>>);
static_assert(!rules::rewrites<rules::gather_scalars, product<A, mapped<over, B, m<3, 1>>>>);
// the product would be one of real numbers
static_assert(!rules::rewrites<rules::gather_scalars, product<scaled<complex, A>, B>>);
static_assert(!rules::rewrites<rules::gather_scalars, product<A, scaled<complex, B>>>);
// integers do not divide exactly
static_assert(becomes<product<mapped<over, Ai, scalar<int>>, Bi>,
                      product<mapped<over, Ai, scalar<int>>, Bi>>);
static_assert(!rules::rewrites<rules::gather_scalars, product<Ai, mapped<over, Bi, scalar<int>>>>);
static_assert(
    rules::becomes_by<product<scaled<s, A>, B>, product<scaled<s, A>, B>, decltype(rules::exact)>);

// cancel_negations
static_assert(becomes<mapped<negate, mapped<negate, A>>, A>);
static_assert(becomes<mapped<plus, A, mapped<negate, A>>, mapped<minus, A, A>>);
static_assert(becomes<mapped<minus, A, mapped<negate, A>>, mapped<plus, A, A>>);
static_assert(becomes<mapped<minus, mapped<negate, A>, A>, mapped<minus, mapped<negate, A>, A>>);
