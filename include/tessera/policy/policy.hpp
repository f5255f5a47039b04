// SPDX-License-Identifier: BSL-1.0
#pragma once
// How a product is computed: tags and numbers, chosen by name in eval<policy>(expression).

#include <type_traits>

#include <tessera/core/because.hpp>
#include <tessera/policy/executor.hpp>

namespace tessera::inline TESSERA_ISA {

/// The textbook triple loop, i, j, p, one scalar fused multiply-add at a time. The reference for
/// all others.
struct naive {};

/// Each element is one SIMD dot product of a row and a column, over a fixed number of lanes.
struct dot_inner {};

/// A register tile of MR x NR elements in the core; blocks of KC, MC and NC around it. 0 asks for
/// the number that policy/blocking.hpp derives; NR is rounded up to whole batches.
template<index_t MR = 0, index_t NR = 0, index_t KC = 0, index_t MC = 0, index_t NC = 0>
struct tiled_by {
  static constexpr index_t mr = MR, nr = NR, kc = KC, mc = MC, nc = NC;
};

using tiled = tiled_by<>;

template<class P>
inline constexpr bool is_register_tiled = false;
template<index_t... Sizes>
inline constexpr bool is_register_tiled<tiled_by<Sizes...>> = true;

template<class P>
concept register_tiled = is_register_tiled<P>;

/// Is the register tile left to the library?
template<class P>
inline constexpr bool has_derived_tile = false;
template<index_t... Blocks>
inline constexpr bool has_derived_tile<tiled_by<0, 0, Blocks...>> = true;

/// P by the threads of an executor, where that is faster than P. The result is that of P, bit for
/// bit, however many threads there are. Shared out are element-wise passes, products, and the
/// panels of rows of what is streamed; what is reduced to one number or one row is not. Each task
/// has a workspace of its own.
template<class P = tiled, class X = openmp>
struct parallel {};

/// What each thread does under P: P itself, unless that is parallel; and the executor, if it is.
template<class P>
struct sequential_of {
  using type = P;
};
template<class P, class X>
struct sequential_of<parallel<P, X>> {
  using type = P;
  using executor = X;
};
template<class P>
using sequential = typename sequential_of<P>::type;
template<class P>
using executor_of = typename sequential_of<P>::executor;
template<class P>
inline constexpr bool is_parallel = !std::is_same_v<P, sequential<P>>;

template<class P>
inline constexpr bool is_policy = std::is_same_v<P, naive> || std::is_same_v<P, dot_inner> ||
                                  register_tiled<P>;
template<class P>
inline constexpr bool has_sizes = true;
template<index_t... Sizes>
inline constexpr bool has_sizes<tiled_by<Sizes...>> = ((Sizes >= 0) && ...);
template<class P>
inline constexpr bool has_executor = true;
template<class P, class X>
inline constexpr bool has_executor<parallel<P, X>> = executor<X>;
// clang-format off: g++ prints these lines as they are.
template<class P>
concept policy =
    (is_policy<sequential<P>> ||
     because<"eval<P>: P must be naive, dot_inner, tiled, a tiled_by, or parallel of one">) &&
    (has_sizes<sequential<P>> || because<"tiled_by: tile and block sizes must not be negative">) &&
    (has_executor<P> ||
     because<"parallel<P, X>: X must be an executor; the default, openmp, needs -fopenmp">);
// clang-format on

}  // namespace tessera::inline TESSERA_ISA
