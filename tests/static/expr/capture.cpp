// SPDX-License-Identifier: BSL-1.0
// How operands enter a tree.

#include "support/types.hpp"

using namespace support;

namespace capture_test {
using M = matrix<float>;
using view_of_m = matrix_view<float, shape<dynamic, dynamic>, strides<dynamic, 1>>;
using const_view_of_m = matrix_view<float const, shape<dynamic, dynamic>, strides<dynamic, 1>>;
M& named();
M const& constant();
M unnamed();
}  // namespace capture_test
using namespace capture_test;

static_assert(std::is_same_v<decltype(named() * constant()), product<view_of_m, const_view_of_m>>);
static_assert(std::is_same_v<decltype(named() * unnamed()), product<view_of_m, M>>);
static_assert(std::is_same_v<decltype(unnamed() + named()), mapped<plus, M, view_of_m>>);
static_assert(
    std::is_same_v<decltype(viewed(named() * unnamed())), product<view_of_m, const_view_of_m>>);
static_assert(std::is_same_v<decltype(transpose(named())),
                             matrix_view<float, shape<dynamic, dynamic>, strides<1, dynamic>>>);
static_assert(std::is_same_v<decltype(transpose(unnamed())), transposed<M>>);
static_assert(std::is_same_v<decltype(row(named(), 0)),
                             matrix_view<float, shape<1, dynamic>, strides<dynamic, 1>>>);
static_assert(std::is_same_v<decltype(row(unnamed(), 0)), sliced<M, shape<1, dynamic>>>);
static_assert(std::is_same_v<decltype(sum(named())), reduced<simd::adds, per::matrix, view_of_m>>);

// a view of a temporary would outlive its elements
template<class M>
concept viewed_directly = requires { as_view(std::declval<M>()); };
static_assert(viewed_directly<M&> && viewed_directly<M const&> && viewed_directly<view_of_m>);
static_assert(!viewed_directly<M> && !viewed_directly<M const>);

// nodes have no behaviour, and are cheap to copy once they are viewed
static_assert(std::is_aggregate_v<product<view_of_m, view_of_m>>);
static_assert(std::is_nothrow_copy_constructible_v<mapped<plus, view_of_m, const_view_of_m>>);
static_assert(std::is_nothrow_copy_constructible_v<product<view_of_m, const_view_of_m>>);
