// SPDX-License-Identifier: BSL-1.0
#pragma once
// libxsmm writes a kernel for a shape, if it is small enough, and keeps it.

#include <libxsmm.h>

namespace bench {

/// The kernel for C = A B of row-major matrices without gaps, A m x k, B k x n: null if libxsmm has
/// none. Matrices lie in columns there, so that it is C' = B' A': called with B, A, C.
template<class T>
auto libxsmm_kernel(long m, long n, long k) {
  auto const rows = libxsmm_blasint(n), cols = libxsmm_blasint(m), inner = libxsmm_blasint(k);
  T const one = 1, zero = 0;
  int const flags = LIBXSMM_GEMM_FLAG_NONE, prefetch = LIBXSMM_GEMM_PREFETCH_NONE;
  auto const found = [&](auto dispatch) {
    return dispatch(rows, cols, inner, &rows, &inner, &rows, &one, &zero, &flags, &prefetch);
  };
  if constexpr (sizeof(T) == sizeof(float)) return found(libxsmm_smmdispatch);
  else return found(libxsmm_dmmdispatch);
}

}  // namespace bench
