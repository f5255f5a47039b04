// SPDX-License-Identifier: BSL-1.0
// Which nest a tree becomes: one nest, and what rides on it, as a type.

#include "support/types.hpp"

using namespace support;

namespace {
using A = m<2, 3>;
using B = m<3, 4>;
using R = m<2, 4>;
using bias = m<1, 4>;
using C = matrix_view<float, shape<2, 4>, strides<4, 1>>;
using C_cols = matrix_view<float, shape<2, 4>, strides<1, 2>>;

template<class E, class P = tiled, class D = C>
using nest_of =
    decltype(lower<P>(std::declval<D>(), rules::rewrite(rules::all, std::declval<E>())));

using sink = memory<float, 4, 1>;
using a_memory = memory<float const, 3, 1>;
using b_memory = memory<float const, 4, 1>;
using r_memory = memory<float const, 4, 1>;
using bias_memory = memory<float const, 0, 1>;  // row stride 0: the row is read again for each row
template<class F, class... S>
using f = computed<float, F, S...>;
using acc = accumulator_source<float>;
}  // namespace

static_assert(std::is_same_v<nest_of<decltype(std::declval<A>() * std::declval<B>())>,
                             product_nest<tiled, float, a_memory, b_memory, finish<sink, acc>>>);

// bias and relu ride on the product's store
static_assert(std::is_same_v<
              nest_of<decltype(relu(std::declval<A>() * std::declval<B>() + std::declval<bias>()))>,
              product_nest<tiled, float, a_memory, b_memory,
                           finish<sink, f<rectify, f<plus, acc, bias_memory>>>>>);

// an element-wise factor is computed while it is packed
static_assert(
    std::is_same_v<
        nest_of<decltype((std::declval<A>() + std::declval<A>()) * std::declval<B>())>,
        product_nest<tiled, float, f<plus, a_memory, a_memory>, b_memory, finish<sink, acc>>>);

// an element-wise tree is one pass, however deep
static_assert(
    std::is_same_v<
        nest_of<decltype(relu(std::declval<R>() % std::declval<R>() - std::declval<R>()))>,
        elementwise_nest<
            float, finish<sink, f<rectify, f<minus, f<times, r_memory, r_memory>, r_memory>>>>>);

// columns that are contiguous are computed as rows of the transpose
static_assert(lies_down<C_cols> && !lies_down<C>);
static_assert(std::is_same_v<
              decltype(flipped(std::declval<nest_of<decltype(std::declval<A>() * std::declval<B>()),
                                                    tiled, C_cols>>())),
              product_nest<tiled, float, memory<float const, 1, 4>, memory<float const, 1, 3>,
                           finish<memory<float, 2, 1>, acc>>>);
