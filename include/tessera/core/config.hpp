// SPDX-License-Identifier: BSL-1.0
#pragma once
// The version, the name of the instruction set, and what compilers have to be told: the library's
// only macros. Every symbol lives in `tessera::inline TESSERA_ISA`, so that translation units built
// with different flags can be linked together: an avx2 product and an avx512 product are different
// functions.

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#if defined(__AVX512FP16__) && defined(__AVX512BF16__) && defined(__AVX512VNNI__)
#define TESSERA_ISA avx512_fp16
#elif defined(__AVX512BF16__) && defined(__AVX512VNNI__)
#define TESSERA_ISA avx512_bf16
#elif defined(__AVX512VNNI__)
#define TESSERA_ISA avx512_vnni
#else
#define TESSERA_ISA avx512
#endif
#elif defined(__AVX512F__)
#define TESSERA_ISA avx512f
#elif defined(__AVX2__) && defined(__FMA__) && defined(__F16C__) && defined(__AVXVNNI__)
#define TESSERA_ISA avx2_vnni
#elif defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#define TESSERA_ISA avx2_fma
#elif defined(__AVX2__) && defined(__FMA__)
#define TESSERA_ISA avx2_fma_without_f16c
#elif defined(__AVX2__)
#define TESSERA_ISA avx2
#elif defined(__AVX__)
#define TESSERA_ISA avx
#elif defined(__SSE4_2__)
#define TESSERA_ISA sse4_2
#elif defined(__SSE2__)
#define TESSERA_ISA sse2
#elif defined(__aarch64__)
#define TESSERA_ISA aarch64
#else
#define TESSERA_ISA portable
#endif

/// Inlined even where the compiler would rather not: a batch that crosses a call goes through
/// memory. Not in unoptimised builds, where that is all that happens to everything: there it would
/// only be in the way of a debugger, and make builds with sanitizers three times as long.
#if defined(__OPTIMIZE__)
#define TESSERA_INLINE __attribute__((always_inline)) inline
#else
#define TESSERA_INLINE inline
#endif

/// Before a loop of known length: straight-line code at every level of optimisation, so that arrays
/// of batches live in registers.
/// Before one of any length: clang is not to repeat its body. (8^3 in double 1.2 times as fast, and
/// a product is compiled in 7/8 of the time: clang 14, Zen 4.)
#if defined(__clang__)
#define TESSERA_UNROLL _Pragma("clang loop unroll(full)")
#define TESSERA_ROLLED _Pragma("clang loop unroll(disable)")
#else
#define TESSERA_UNROLL _Pragma("GCC unroll 64")
#define TESSERA_ROLLED
#endif

namespace tessera::inline TESSERA_ISA {

inline constexpr struct {
  int major = 0, minor = 1, patch = 0;
} version;

}  // namespace tessera::inline TESSERA_ISA
