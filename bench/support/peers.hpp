// SPDX-License-Identifier: BSL-1.0
#pragma once
// The libraries that tessera is measured against, as far as the build found them. All of them run
// on one thread. Include before any of their headers: what they are configured with stands here.

#include <string>

#if defined(BENCH_EIGEN)
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Dense>
#endif

#if defined(BENCH_ARMADILLO)
#define ARMA_DONT_USE_WRAPPER  // products go straight to the BLAS that is linked
#define ARMA_DONT_USE_OPENMP
#define ARMA_NO_DEBUG  // no checks of bounds, as NDEBUG has it for the others
#include <armadillo>
#endif

#if defined(BENCH_OPENBLAS)
#include <cblas.h>
#endif

namespace bench {

#if defined(BENCH_EIGEN)
inline constexpr bool has_eigen = true;
#else
inline constexpr bool has_eigen = false;
#endif
#if defined(BENCH_ARMADILLO)
inline constexpr bool has_armadillo = true;
#else
inline constexpr bool has_armadillo = false;
#endif

/// "Eigen 3.4.0; Armadillo 11.4.2 on OpenBLAS 0.3.21 (Zen)", each "missing" where it is, and from
/// then on all on one thread.
inline std::string peers() {
  std::string names = "Eigen ";
#if defined(BENCH_EIGEN)
  names += std::to_string(EIGEN_WORLD_VERSION) + '.' + std::to_string(EIGEN_MAJOR_VERSION) + '.' +
           std::to_string(EIGEN_MINOR_VERSION);
#else
  names += "missing";
#endif
  names += "; Armadillo ";
#if defined(BENCH_ARMADILLO)
  auto const version = arma::arma_version::as_string();
  names += version.substr(0, version.find(' '));
#else
  names += "missing";
#endif
#if defined(BENCH_OPENBLAS)
  openblas_set_num_threads(1);
  names += std::string(" on ") + openblas_get_config() + ", kernels for " + openblas_get_corename();
#elif defined(BENCH_ARMADILLO)
  names += " on an unknown BLAS";
#endif
  return names;
}

}  // namespace bench
