// SPDX-License-Identifier: BSL-1.0
#pragma once
// The threads of oneTBB as an executor. Not part of tessera.hpp: it needs TBB's headers, and -ltbb.

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <tessera/policy/executor.hpp>

namespace tessera::inline TESSERA_ISA {

/// The task arena that this thread is in. Inside one of its tasks further tasks go to the same
/// threads.
struct onetbb {
  static index_t concurrency() { return tbb::this_task_arena::max_concurrency(); }

  template<class F>
  static void bulk(index_t n, F const& f) {
    tbb::parallel_for(
        index_t(0), n, [&](index_t i) { f(i); }, tbb::simple_partitioner());
  }
};

}  // namespace tessera::inline TESSERA_ISA
