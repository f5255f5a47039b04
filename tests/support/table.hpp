// SPDX-License-Identifier: BSL-1.0
#pragma once
// The rows of tests/unit/table: an expression as its user writes it, and what becomes of it.
//
//   line(relu(a * b) + c).is<finished<AB, total<relu_of<acc>, C>>>(1, 0, mk + kn + 2 * mn, exact);
//
// From left to right: the line, the tree that the rules make of it, the nests that run, results
// that are stored on the way, bytes that move, and how the value compares with `naive` without
// rules.
//
// Counts are worked out by hand: a nest for each product, pass and reduction that no other takes
// along; a temporary where one product feeds another; every operand read once, the result written
// once, what is stored on the way written and read. Where addresses decide (`either`), nests and
// temporaries are the most that either way takes, bytes are those of the way taken.

#include <doctest/doctest.h>

#include <tessera/explain/plan.hpp>

#include "support/bound.hpp"
#include "support/numbers.hpp"

namespace table {

using namespace tessera;
using simd::adds, simd::minus, simd::negate, simd::over, simd::plus, simd::rectify, simd::times;

// --- how the value compares

/// The same, bit for bit, however it is computed.
struct exactly {};
/// The rules keep every bit; `tiled` adds in lanes, where `naive` does not: within K eps |A||B|.
struct in_lanes {};
/// A rule has changed the order of operations: within K eps |A||B|.
struct reassociated {};
inline constexpr exactly exact;
inline constexpr in_lanes lanes;
inline constexpr reassociated rounds;

template<class E>
auto as_matrix(E const& value) {
  if constexpr (expression<E>) return value;
  else {
    matrix<E> one(1, 1);
    one(0, 0) = value;
    return one;
  }
}

template<class E>
class line {
public:
  explicit line(E const& e, int number = __builtin_LINE()) : e_(e), number_(number) {}

  template<class Tree, class Value>
  void is(int nests, int temporaries, index_t bytes, Value) const {
    using written = explaining::viewed_as<E>;
    static_assert(std::is_same_v<explaining::better_than<rules::all_rules, written>, Tree>,
                  "the rules make another tree");
    using gently = explaining::better_than<std::remove_const_t<decltype(rules::exact)>, written>;
    static_assert(std::is_same_v<gently, Tree> == !std::is_same_v<Value, reassociated>,
                  "do all rules that fire keep the bits?");
    INFO("line ", number_);
    auto const p = plan<tiled>(e_);
    CHECK(p.nests == nests);
    CHECK(p.temporaries == temporaries);
    CHECK(p.bytes(e_) == bytes);
    auto const want = as_matrix(eval<naive>(e_, rules::none)), got = as_matrix(eval<tiled>(e_));
    if constexpr (std::is_same_v<Value, exactly>) {
      CHECK(support::same_bits(got, want));
    } else {
      CHECK(support::apart(got, want, support::bound_of{}(viewed(e_))) == 0);
      if constexpr (std::is_same_v<Value, in_lanes>)
        CHECK(support::same_bits(as_matrix(eval<naive>(e_)), want));
    }
  }

private:
  E const& e_;
  int number_;
};

// --- what stands in a tree

/// A matrix<T, R, C> with a name; its transpose; its row, its column, R x C elements of it.
template<index_t R, index_t C, class T = float>
using leaf = decltype(as_view(std::declval<matrix<T, R, C> const&>()));
template<class V>
using t = decltype(transpose(std::declval<V const&>()));
template<class V>
using row_of = decltype(tessera::row(std::declval<V const&>(), 0));
template<class V>
using col_of = decltype(tessera::col(std::declval<V const&>(), 0));
template<class V, index_t R, index_t C>
using part_of = matrix_view<float const, shape<R, C>, typename V::strides_type>;

using number = scalar<float>;
template<index_t R, index_t C, class T = float>
using acc_as = accumulator<T, shape<R, C>>;
template<class... X>
using total = mapped<plus, X...>;
template<class... X>
using difference = mapped<minus, X...>;
template<class X, class Y>
using hadamard = mapped<times, X, Y>;
template<class X>
using scaled = mapped<times, number, X>;
template<class X>
using halved = mapped<over, X, number>;
template<class X>
using minus_ = mapped<negate, X>;
template<class X>
using relu_of = mapped<rectify, X>;
template<per Each, class X>
using sum_of = reduced<adds, Each, X>;
template<class... X>
using list = hana::basic_tuple<X...>;

// --- operands: a is m x k, b is k x n, c is m x n; p and q have a short inner extent; s is n x n

inline constexpr index_t M = 6, K = 5, N = 7, R = 2;

template<class Matrix, class... Extents>
Matrix numbers(std::uint64_t seed, Extents... n) {
  Matrix m(n...);
  support::fill(m, seed);
  return m;
}

/// Extents that the compiler knows.
namespace known {
using A = leaf<M, K>;
using B = leaf<K, N>;
using C = leaf<M, N>;
using P = leaf<M, R>;
using Q = leaf<R, N>;
using S = leaf<N, N>;
using X = leaf<K, 1>;
using Y = leaf<M, 1>;
using Z = leaf<N, 1>;
using Bias = leaf<1, N>;
using AB = product<A, B>;
using acc = acc_as<M, N>;
inline auto const a = numbers<matrix<float, M, K>>(1), a2 = numbers<matrix<float, M, K>>(2);
inline auto const b = numbers<matrix<float, K, N>>(3), b2 = numbers<matrix<float, K, N>>(4);
inline auto const c = numbers<matrix<float, M, N>>(5), d = numbers<matrix<float, M, N>>(6);
inline auto const p = numbers<matrix<float, M, R>>(7);
inline auto const q = numbers<matrix<float, R, N>>(8);
inline auto const s = numbers<matrix<float, N, N>>(9), s2 = numbers<matrix<float, N, N>>(10),
                  s3 = numbers<matrix<float, N, N>>(11);
inline auto const x = numbers<matrix<float, K, 1>>(12), x2 = numbers<matrix<float, K, 1>>(13);
inline auto const y = numbers<matrix<float, M, 1>>(14), y2 = numbers<matrix<float, M, 1>>(15);
inline auto const z = numbers<matrix<float, N, 1>>(16), z2 = numbers<matrix<float, N, 1>>(17);
inline auto const bias = numbers<matrix<float, 1, N>>(18);
}  // namespace known

/// The same with extents of run time: A, B, C, P, Q and S are one type.
namespace run_time {
using A = leaf<dynamic, dynamic>;
using B = A;
using C = A;
using S = A;
using X = leaf<dynamic, 1>;
using Y = X;
using Z = X;
using Bias = leaf<1, dynamic>;
using AB = product<A, B>;
using acc = acc_as<dynamic, dynamic>;
inline auto const a = numbers<matrix<float>>(1, M, K), a2 = numbers<matrix<float>>(2, M, K);
inline auto const b = numbers<matrix<float>>(3, K, N), b2 = numbers<matrix<float>>(4, K, N);
inline auto const c = numbers<matrix<float>>(5, M, N), d = numbers<matrix<float>>(6, M, N);
inline auto const p = numbers<matrix<float>>(7, M, R);
inline auto const q = numbers<matrix<float>>(8, R, N);
inline auto const s = numbers<matrix<float>>(9, N, N), s2 = numbers<matrix<float>>(10, N, N),
                  s3 = numbers<matrix<float>>(11, N, N);
inline auto const x = numbers<col_vector<float>>(12, K), x2 = numbers<col_vector<float>>(13, K);
inline auto const y = numbers<col_vector<float>>(14, M), y2 = numbers<col_vector<float>>(15, M);
inline auto const z = numbers<col_vector<float>>(16, N), z2 = numbers<col_vector<float>>(17, N);
inline auto const bias = numbers<row_vector<float>>(18, N);
}  // namespace run_time

// --- the bytes of a number, of vectors and matrices of float with these extents

inline constexpr index_t one = sizeof(float), m = one * M, k = one * K, n = one * N;
inline constexpr index_t mk = M * k, kn = K * n, mn = M * n, mm = M * m, kk = K * k, nn = N * n;
inline constexpr index_t mr = M * R * one, rn = R * n;

}  // namespace table
