// SPDX-License-Identifier: BSL-1.0
// The order of factors: by the compiler where it knows the extents, else a chain.

#include "support/types.hpp"

using namespace support;

/// Factors that may not change places.
struct quaternion {
  friend quaternion operator+(quaternion a, quaternion) { return a; }
  friend quaternion operator*(quaternion a, quaternion) { return a; }
};

namespace {
template<class A, class B>
using p = product<A, B>;
using tall = m<30, 2>;
using wide = m<2, 30>;
using square_30 = m<30, 30>;
using x = m<30, 1>;
using y = m<1, 30>;
using any = matrix_view<float const, shape<dynamic, dynamic>, strides<dynamic, 1>>;
using v = matrix_view<float const, shape<dynamic, 1>, strides<1, 1>>;
using h = matrix_view<float const, shape<1, dynamic>, strides<dynamic, 1>>;
using known = matrix_view<float const, shape<dynamic, 2>, strides<dynamic, 1>>;
using tall_t = decltype(transpose(std::declval<tall>()));
using Q = m<30, 2, quaternion>;
using Qt = decltype(transpose(std::declval<Q>()));
}  // namespace

// order_chain, known extents
static_assert(becomes<p<p<square_30, square_30>, x>, p<square_30, p<square_30, x>>>);
static_assert(becomes<p<y, p<square_30, square_30>>, p<p<y, square_30>, square_30>>);
static_assert(becomes<p<p<tall, wide>, tall>, p<tall, p<wide, tall>>>);
static_assert(becomes<p<p<p<square_30, square_30>, square_30>, x>,
                      p<square_30, p<square_30, p<square_30, x>>>>);
static_assert(
    becomes<p<p<p<square_30, x>, y>, square_30>, mapped<times, p<square_30, x>, p<y, square_30>>>);
// as good as any
static_assert(becomes<p<square_30, p<square_30, x>>, p<square_30, p<square_30, x>>>);
static_assert(becomes<p<tall, wide>, p<tall, wide>>);
static_assert(rules::becomes_by<p<p<square_30, square_30>, x>, p<p<square_30, square_30>, x>,
                                decltype(rules::exact)>);

// the textbook's example: 30 x 35, 35 x 15, 15 x 5, 5 x 10, 10 x 20, 20 x 25 takes 15125
constexpr chain_order<6> textbook({30, 35, 15, 5, 10, 20, 25});
static_assert(textbook.cost[0][5] == 15125);
static_assert(textbook.split[0][5] == 2 && textbook.split[0][2] == 0 && textbook.split[3][5] == 4);

// run-time and mixed extents
static_assert(becomes<p<p<any, any>, any>, product_chain<any, any, any>>);
// a vector among the factors decides
static_assert(becomes<p<p<any, p<any, any>>, v>, p<any, p<any, p<any, v>>>>);
static_assert(becomes<p<p<h, p<any, any>>, any>, p<p<p<h, any>, any>, any>>);
static_assert(becomes<p<p<any, v>, p<h, any>>, mapped<times, p<any, v>, p<h, any>>>);
static_assert(becomes<p<any, p<p<any, v>, p<p<h, any>, any>>>,
                      mapped<times, p<any, p<any, v>>, p<p<h, any>, any>>>);
static_assert(becomes<p<p<any, known>, any>, product_chain<any, known, any>>);
static_assert(becomes<p<any, any>, p<any, any>>);
// what is element-wise ends a chain
static_assert(
    becomes<p<mapped<rectify, any>, p<any, any>>, product_chain<mapped<rectify, any>, any, any>>);

// square_product
using At = decltype(transpose(std::declval<any>()));
static_assert(becomes<p<p<At, any>, p<At, any>>,
                      either<gram_of<gram<At, any>>, product_chain<At, any, At, any>>>);
static_assert(becomes<p<p<any, any>, p<any, any>>, product_chain<any, any, any, any>>);
// factors that may not change places
static_assert(rules::rewrites<rules::square_product, p<p<tall_t, tall>, p<tall_t, tall>>>);
static_assert(!rules::rewrites<rules::square_product, p<p<Qt, Q>, p<Qt, Q>>>);
