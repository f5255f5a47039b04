// SPDX-License-Identifier: BSL-1.0
#pragma once
// The version, the instruction set's name and the two attributes that the library needs: its only macros.
// Every symbol lives in `tessera::inline TESSERA_ISA`, so that translation units built with different
// flags can be linked together: an avx2 product and an avx512 product are different functions.

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#if defined(__AVX512BF16__)
#define TESSERA_ISA avx512_bf16
#elif defined(__AVX512VNNI__)
#define TESSERA_ISA avx512_vnni
#else
#define TESSERA_ISA avx512
#endif
#elif defined(__AVX512F__)
#define TESSERA_ISA avx512f
#elif defined(__AVX2__) && defined(__FMA__)
#define TESSERA_ISA avx2_fma
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

/// Inlined even where the compiler would rather not: a batch that crosses a call goes through memory.
#define TESSERA_INLINE __attribute__((always_inline)) inline

/// Never inlined: a kernel that is compiled once and called through a table.
#define TESSERA_NOINLINE __attribute__((noinline))

namespace tessera::inline TESSERA_ISA {

inline constexpr struct {
  int major = 0, minor = 1, patch = 0;
} version;

}  // namespace tessera::inline TESSERA_ISA
