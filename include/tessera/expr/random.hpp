// SPDX-License-Identifier: BSL-1.0
#pragma once
// Matrices of random numbers. Not part of tessera.hpp: <random> takes longer to compile than most
// of the library.

#include <random>

#include <tessera/storage/matrix.hpp>

namespace tessera::inline TESSERA_ISA {

/// rows x cols elements drawn from `engine` by `distribution`, row by row. Owned, not lazy: drawing
/// changes the engine.
/// Throws: shape_error where an extent is negative.
template<class T, class Engine, class Distribution>
matrix<T> random_by(index_t rows, index_t cols, Engine& engine, Distribution distribution) {
  matrix<T> m(uninitialized, {rows, cols});
  for (T& x : m) x = static_cast<T>(distribution(engine));
  return m;
}

template<class T>
concept random_number = bool(std::floating_point<T>) ||
                        because<"random_uniform, random_normal: T must be a floating-point type">;

/// Independent numbers, uniform in [0, 1).
template<class T, std::uniform_random_bit_generator Engine>
  requires random_number<T>
matrix<T> random_uniform(index_t rows, index_t cols, Engine& engine) {
  return random_by<T>(rows, cols, engine, std::uniform_real_distribution<T>(0, 1));
}

/// Independent numbers, normal with mean 0 and standard deviation 1.
template<class T, std::uniform_random_bit_generator Engine>
  requires random_number<T>
matrix<T> random_normal(index_t rows, index_t cols, Engine& engine) {
  return random_by<T>(rows, cols, engine, std::normal_distribution<T>(0, 1));
}

}  // namespace tessera::inline TESSERA_ISA
