// SPDX-License-Identifier: BSL-1.0
#pragma once
// How a product is computed: tags and numbers, chosen by name in eval<policy>(expression).

#include <concepts>

#include <tessera/core/because.hpp>
#include <tessera/shape/extent.hpp>

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
  static_assert(MR >= 0 && NR >= 0 && KC >= 0 && MC >= 0 && NC >= 0,
                "tiled_by: tile and block sizes must not be negative");
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

template<class P>
concept policy =
    bool(std::same_as<P, naive> || std::same_as<P, dot_inner> || register_tiled<P>) ||
    because<"eval<P>: P must be naive, dot_inner, tiled or a tiled_by of your own numbers">;

}  // namespace tessera::inline TESSERA_ISA
