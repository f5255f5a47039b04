// SPDX-License-Identifier: BSL-1.0
#pragma once
// Nests shared out to threads: C in blocks, each a nest of its own. No element knows which block it
// is in, so the bits are those of one thread.

#include <cmath>

#include <tessera/kernel/shifted.hpp>
#include <tessera/lower/nest.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

// --- a part of a nest

template<class T, class Out>
constexpr auto part_of(elementwise_nest<T, Out> const& nest, index_t i, index_t j, extents n) {
  return elementwise_nest<T, Out>{n, shifted(nest.out, i, j)};
}
template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr auto part_of(product_nest<P, T, A, B, Out, Kind> const& nest, index_t i, index_t j,
                       extents n) {
  return product_nest<P, T, A, B, Out, Kind>{n, nest.k, shifted(nest.a, i, 0),
                                             shifted(nest.b, 0, j), shifted(nest.out, i, j)};
}

// --- what a nest costs, in cycles of one thread: roughly, to say what is worth a task

/// To call tasks and wait for them. (Zen 3, OpenMP: of two threads 80^3 and 96^3 in float take 3
/// and 4 us more than half of what one takes.)
inline constexpr double cycles_of_tasks = 15'000;

template<class T, class Out>
constexpr double cycles_of(elementwise_nest<T, Out> const&, extents n) {
  return double(n.rows) * double(n.cols) * sizeof(T) *
         (kernel::streams_of<decltype(Out::source)> + 1) / 8;
}
template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr double cycles_of(product_nest<P, T, A, B, Out, Kind> const& nest, extents n) {
  double const steps = double(n.rows) * double(n.cols) * double(nest.k),
               lanes = simd::lanes_of<simd::batch<T>>;
  if constexpr (std::is_same_v<P, naive>) return 4 * steps;
  else if constexpr (std::is_same_v<P, dot_inner>) return steps / lanes;
  else if constexpr (Kind == product_of::vectors) return steps * sizeof(T) / 16;
  // Each block packs its columns of B, and reads or packs its rows of A. To begin a row of C is far
  // from what was written before: 1024 x 4 x 1024 in blocks of whole rows three times as fast as in
  // blocks of all rows (Zen 4, float, two threads).
  else
    return steps / (2 * lanes) + double(nest.k) * (double(n.cols) + double(n.rows) / 4) / 2 +
           100 * double(n.rows);
}

/// Is it out of the question that several threads are faster? Inline, so that what is short costs
/// nothing more.
template<class T, class Out>
constexpr bool is_short(elementwise_nest<T, Out> const& nest) {
  return nest.n.rows * nest.n.cols < 4096;
}
template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr bool is_short(product_nest<P, T, A, B, Out, Kind> const& nest) {
  return nest.mn.rows * nest.mn.cols * nest.k < 4096;
}

// --- blocks of a nest

/// The rows and columns of the result.
template<class T, class Out>
constexpr extents extents_of(elementwise_nest<T, Out> const& nest) {
  return nest.n;
}
template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr extents extents_of(product_nest<P, T, A, B, Out, Kind> const& nest) {
  return nest.mn;
}

/// What a block should have a multiple of: no two of them write to one cache line of a row.
template<class T, class Out>
constexpr extents unit_of(elementwise_nest<T, Out> const&) {
  return {1, std::max<index_t>(1, 64 / index_t(sizeof(T)))};
}
template<class P, class T, class A, class B, class Out, product_of Kind>
constexpr extents unit_of(product_nest<P, T, A, B, Out, Kind> const&) {
  if constexpr (register_tiled<P>) return {blocking<P, T>::mr, blocking<P, T>::nr};
  else return {1, std::max<index_t>(1, 64 / index_t(sizeof(T)))};
}

struct block_grid {
  index_t rows, cols;  // blocks
  extents block;       // of all but the last ones
};

/// n as `parts` parts, or fewer, of whole units.
constexpr index_t part_length(index_t n, index_t unit, index_t parts) {
  index_t const units = (n + unit - 1) / unit;
  return std::min(n, (units + parts - 1) / parts * unit);
}

/// Blocks for so many threads, one or two for each, such that all are done soonest: one block where
/// more take longer. Two even out what a thread has to wait for: 1024^3 4 % sooner (Zen 3).
template<class Nest>
constexpr block_grid grid_of(Nest const& nest, index_t threads) {
  extents const n = extents_of(nest), unit = unit_of(nest);
  block_grid best{1, 1, n};
  if (n.rows == 0 || n.cols == 0 || threads < 2) return best;
  double least = cycles_of(nest, n) - cycles_of_tasks;
  for (int const each : {1, 2})
    for (index_t rows = each * threads; rows > 0; --rows) {
      extents const block{part_length(n.rows, unit.rows, rows),
                          part_length(n.cols, unit.cols, each * threads / rows)};
      double const cycles = cycles_of(nest, block) * each * (each == 2 ? 0.95 : 1.0);
      if (cycles >= least) continue;
      least = cycles;
      best = {(n.rows + block.rows - 1) / block.rows, (n.cols + block.cols - 1) / block.cols,
              block};
    }
  return best;
}

/// Runs the nest by the threads of X, or by this one where that is as fast.
template<class X, class Nest>
void run_shared(workspace* ws, Nest const& nest) {
  extents const n = extents_of(nest);
  if (cycles_of(nest, n) < 2 * cycles_of_tasks) return run(ws, nest);
  X const threads{};
  auto const grid = grid_of(nest, index_t(threads.concurrency()));
  if (grid.rows * grid.cols <= 1) return run(ws, nest);
  threads.bulk(grid.rows * grid.cols, [&](index_t task) {
    index_t const i = task / grid.cols * grid.block.rows, j = task % grid.cols * grid.block.cols;
    brief_workspace own;
    run(&own,
        part_of(nest, i, j,
                {std::min(grid.block.rows, n.rows - i), std::min(grid.block.cols, n.cols - j)}));
  });
}

/// Of a product that is its own transpose, bands of rows from the diagonal on, of equal areas.
template<class X, class P, class T, class A, class B, class Out>
void run_shared(workspace* ws,
                product_nest<P, T, A, B, Out, product_of::mirror_images> const& nest) {
  product_nest<P, T, A, B, Out> const whole{nest.mn, nest.k, nest.a, nest.b, nest.out};
  if constexpr (register_tiled<P> && Out::template is_plain<T>) {
    X const threads{};
    index_t const n = nest.mn.rows, tasks = index_t(threads.concurrency());
    // Half of a product, of which half is to be gained.
    if (nest.symmetric && tasks > 1 && cycles_of(nest, nest.mn) / 4 > cycles_of_tasks) {
      auto const cut = [&](index_t band) {
        double const left = std::sqrt(1 - double(band) / double(tasks));
        return band == tasks ? n : index_t(double(n) * (1 - left)) / 16 * 16;
      };
      threads.bulk(tasks, [&](index_t band) {
        index_t const i = cut(band), rows = cut(band + 1) - i;
        brief_workspace own;
        auto const part = part_of(whole, i, i, {rows, n - i});
        kernel::multiply_upper<P, T>(own, part.mn, part.k, part.a, part.b, part.out);
      });
      return kernel::mirror<T>(nest.out.sink, n);
    }
    if (nest.symmetric) return run(ws, nest);
  }
  run_shared<X>(ws, whole);
}

/// Runs the nest as P says.
template<class P, class Nest>
TESSERA_INLINE constexpr void run_by(workspace* ws, Nest const& nest) {
  if constexpr (is_parallel<P>)
    if (!__builtin_is_constant_evaluated() && !is_short(nest))
      return run_shared<executor_of<P>>(ws, nest);
  run(ws, nest);
}

}  // namespace tessera::inline TESSERA_ISA::lowering
