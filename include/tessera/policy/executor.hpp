// SPDX-License-Identifier: BSL-1.0
#pragma once
// Who runs tasks at the same time, for parallel<P>.

#if defined(_OPENMP)
#include <omp.h>
#endif

#include <exception>

#include <tessera/shape/extent.hpp>

namespace tessera::inline TESSERA_ISA {

/// An X is made from nothing, where it is needed, and has
///   concurrency()   how many tasks it can run at once from here, this thread included; 1 where all
///                   threads are busy already
///   bulk(n, f)      calls f(0) to f(n - 1), each once, on any threads and in any order; returns
///                   when all are done. Throws what one of them has thrown.
template<class X>
concept executor = requires(X const& x, index_t n, void (&f)(index_t)) {
  X();
  index_t(x.concurrency());
  x.bulk(n, f);
};

/// The threads of OpenMP: as many as OMP_NUM_THREADS says, this one alone inside a parallel region.
/// Only with -fopenmp.
struct openmp;

#if defined(_OPENMP)
struct openmp {
  static index_t concurrency() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

  template<class F>
  static void bulk(index_t n, F const& f) {
    std::exception_ptr thrown;
#pragma omp parallel for schedule(dynamic, 1)
    for (index_t i = 0; i < n; ++i) {
      try {
        f(i);
      } catch (...) {
#pragma omp critical(tessera_bulk)
        thrown = std::current_exception();
      }
    }
    if (thrown) std::rethrow_exception(thrown);
  }
};
#endif

}  // namespace tessera::inline TESSERA_ISA
