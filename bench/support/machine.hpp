// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where numbers come from: the processor, the compiler and what it was told, for the head of each
// output.

#include <fstream>
#include <string>

namespace bench {

/// As Linux names it; "an unknown processor" where it does not.
inline std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name"))
      if (auto const colon = line.find(": "); colon != std::string::npos)
        return line.substr(colon + 2);
  return "an unknown processor";
}

inline std::string compiler() {
#if defined(__clang__)
  return "clang " + std::to_string(__clang_major__) + '.' + std::to_string(__clang_minor__) + '.' +
         std::to_string(__clang_patchlevel__);
#elif defined(__GNUC__)
  return "gcc " + std::to_string(__GNUC__) + '.' + std::to_string(__GNUC_MINOR__) + '.' +
         std::to_string(__GNUC_PATCHLEVEL__);
#else
  return "an unknown compiler";
#endif
}

/// The instruction sets that matter here, as far as the compiler may use them.
inline std::string instruction_set() {
  std::string names =
#if defined(__AVX512F__)
      "avx512f"
#elif defined(__AVX2__)
      "avx2"
#elif defined(__AVX__)
      "avx"
#elif defined(__SSE4_2__)
      "sse4.2"
#elif defined(__SSE2__)
      "sse2"
#elif defined(__ARM_NEON)
      "neon"
#else
      "no vectors"
#endif
      ;
#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
  names += "+bw+dq+vl";
#endif
#if defined(__AVX512VNNI__)
  names += "+vnni";
#endif
#if defined(__AVX512BF16__)
  names += "+bf16";
#endif
#if defined(__FMA__) || defined(__ARM_NEON)
  names += "+fma";
#endif
  return names;
}

/// "AMD EPYC; gcc 12.2.0; avx2+fma", and a warning where the numbers are not worth printing.
inline std::string machine() {
  std::string line = processor() + "; " + compiler() + "; " + instruction_set();
#if !defined(__OPTIMIZE__)
  line += "; NOT optimised";
#endif
#if !defined(NDEBUG)
  line += "; assertions on";
#endif
  return line;
}

}  // namespace bench
