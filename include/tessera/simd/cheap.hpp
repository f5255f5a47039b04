// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which functions are worth avoiding.

#include <tessera/simd/convert.hpp>
#include <tessera/simd/function.hpp>
#include <tessera/simd/mask.hpp>
#include <tessera/simd/order.hpp>

namespace tessera::inline TESSERA_ISA::simd {

/// Functions that cost no more than a load or two.
template<class F>
inline constexpr bool is_cheap = false;
template<class F>
  requires(std::is_base_of_v<comparison<F>, F> || std::is_base_of_v<extreme<F>, F>)
inline constexpr bool is_cheap<F> = true;
template<>
inline constexpr bool is_cheap<plus> = true;
template<>
inline constexpr bool is_cheap<minus> = true;
template<>
inline constexpr bool is_cheap<times> = true;
template<>
inline constexpr bool is_cheap<negate> = true;
template<>
inline constexpr bool is_cheap<rectify> = true;
template<>
inline constexpr bool is_cheap<absolute> = true;
template<>
inline constexpr bool is_cheap<chosen> = true;
template<class T>
inline constexpr bool is_cheap<cast_to<T>> = true;

}  // namespace tessera::inline TESSERA_ISA::simd
